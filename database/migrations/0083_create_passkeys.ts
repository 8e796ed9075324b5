import { BaseSchema } from '@adonisjs/lucid/schema'

/** A challenge is signed and not stored: `used_challenges` has those that can't be used again. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table passkeys (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        -- Tells the authenticator whose key it is, and nothing about the user.
        user_handle bytea not null,
        credential_id text collate "C" not null,
        public_key bytea not null,
        counter bigint not null,
        transports text[] not null default '{}',
        backed_up boolean not null,
        name text not null,
        created_at timestamptz(3) not null default now(),
        last_used_at timestamptz(3),
        last_used_address text,

        constraint passkeys_credential_unique unique (credential_id)
      );
      create index passkeys_user_index on passkeys (user_id, id);

      create table used_challenges (
        digest bytea primary key,
        expires_at timestamptz(3) not null
      );
      create index used_challenges_expiry_index on used_challenges (expires_at);
    `)
  }

  async down() {
    this.schema.raw('drop table used_challenges; drop table passkeys')
  }
}
