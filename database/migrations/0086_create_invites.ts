import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Invites to sign up, and who invited whom. `digest` is that of the token, which no table has. A sign-up that waits ends
 * with its invite.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table invites (
        id bigint generated always as identity primary key,
        nonce uuid not null default gen_random_uuid(),
        user_id bigint not null references users on delete cascade,
        digest text collate "C",
        email text,
        role text references roles (name) on delete cascade,
        max_uses integer not null,
        uses integer not null default 0,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,

        constraint invites_digest_unique unique (digest),
        constraint invites_uses_check check (uses between 0 and max_uses),
        constraint invites_email_check check (email is null or max_uses = 1)
      );
      create index invites_user_index on invites (user_id, id);
      create index invites_expiry_index on invites (expires_at);
      create index invites_role_index on invites (role) where role is not null;

      create table invited_users (
        user_id bigint primary key references users on delete cascade,
        inviter_id bigint not null references users on delete cascade
      );
      create index invited_users_inviter_index on invited_users (inviter_id, user_id);

      alter table sign_ups add invite_id bigint references invites on delete cascade;
      create index sign_ups_invite_index on sign_ups (invite_id) where invite_id is not null;

      update roles set permissions = permissions || '{invites.create}'
        where name = 'admin' and is_built_in;
    `)
  }

  async down() {
    this.schema.raw(`
      update roles set permissions = array_remove(permissions, 'invites.create');
      alter table sign_ups drop invite_id;
      drop table invited_users;
      drop table invites;
    `)
  }
}
