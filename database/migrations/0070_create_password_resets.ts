import { BaseSchema } from '@adonisjs/lucid/schema'

/** Requests for a new password. An address without an account has a row too, so that both take the same work. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table password_resets (
        id bigint generated always as identity primary key,
        nonce uuid not null default gen_random_uuid(),
        user_id bigint references users on delete cascade,
        digest text,
        expires_at timestamptz(3),
        address text,
        user_agent text,
        created_at timestamptz(3) not null default now(),

        constraint password_resets_digest_unique unique (digest),
        constraint password_resets_expiry_check check ((digest is null) = (expires_at is null))
      );
      create index password_resets_user_index on password_resets (user_id, id)
        where user_id is not null;
      create index password_resets_created_at_index on password_resets (created_at);
    `)
  }

  async down() {
    this.schema.dropTable('password_resets')
  }
}
