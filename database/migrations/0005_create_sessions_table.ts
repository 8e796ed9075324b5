import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A session is one sign-in and the family of its refresh tokens. No token is stored: the token of
 * each generation is derived from the secret of the session and a key that is not in the database.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table sessions (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        secret text not null,
        generation integer not null default 1,
        rotated_at timestamptz(3) not null default now(),
        user_agent text,
        address text,
        created_at timestamptz(3) not null default now(),
        last_used_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null
      );
      create index sessions_user_index on sessions (user_id, last_used_at desc, id desc);
      create index sessions_expires_at_index on sessions (expires_at);
    `)
  }

  async down() {
    this.schema.dropTable('sessions')
  }
}
