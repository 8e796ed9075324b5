import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * `secret` is encrypted; it counts once `confirmed_at` is set. `last_step` is the last time step whose code was used.
 * `device` is a digest of the program and the network of a sign-in; null: it is from before, and tells nothing.
 * A challenge belongs to the password that was right: `password` is its hash.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table totp_secrets (
        user_id bigint primary key references users on delete cascade,
        secret text not null,
        created_at timestamptz(3) not null default now(),
        confirmed_at timestamptz(3),
        last_step bigint not null default 0
      );

      create table recovery_codes (
        user_id bigint not null references users on delete cascade,
        digest text collate "C" not null,
        primary key (user_id, digest)
      );

      create table login_challenges (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        digest text collate "C" not null,
        password text not null,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,

        constraint login_challenges_digest_unique unique (digest)
      );
      create index login_challenges_user_index on login_challenges (user_id, id);
      create index login_challenges_expiry_index on login_challenges (expires_at);

      -- Null: an older session, in which the password was given when it began.
      alter table sessions
        add column amr text[] not null default '{pwd}',
        add column authenticated_at timestamptz(3);
      alter table sessions alter column authenticated_at set default now();

      alter table security_events add column device text collate "C";
      create index security_events_device_index on security_events (user_id, device)
        where device is not null;
    `)
  }

  async down() {
    this.schema.raw(`
      alter table security_events drop column device;
      alter table sessions drop column amr, drop column authenticated_at;
      drop table login_challenges;
      drop table recovery_codes;
      drop table totp_secrets;
    `)
  }
}
