import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Sign-ups that wait for the confirmation of their e-mail, and requests to confirm one anew. The accounts of before
 * count as confirmed: PostgreSQL gives them the default without writing a row.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table sign_ups (
        id bigint generated always as identity primary key,
        nonce uuid not null default gen_random_uuid(),
        email text not null,
        username text,
        password text not null,
        display_name text,
        language text,
        digest text,
        address text,
        created_at timestamptz(3) not null default now(),

        constraint sign_ups_digest_unique unique (digest)
      );
      create index sign_ups_email_index on sign_ups (lower(email), id);
      create index sign_ups_created_at_index on sign_ups (created_at);

      create table email_confirmations (
        id bigint generated always as identity primary key,
        nonce uuid not null default gen_random_uuid(),
        user_id bigint references users on delete cascade,
        sign_up_id bigint references sign_ups on delete cascade,
        email_digest text not null,
        digest text,
        created_at timestamptz(3) not null default now(),

        constraint email_confirmations_digest_unique unique (digest)
      );
      create index email_confirmations_user_index on email_confirmations (user_id)
        where user_id is not null;
      create index email_confirmations_sign_up_index on email_confirmations (sign_up_id)
        where sign_up_id is not null;
      create index email_confirmations_created_at_index on email_confirmations (created_at);

      alter table users add email_confirmed_at timestamptz(3) default now();
    `)
  }

  async down() {
    this.schema.raw(`
      alter table users drop email_confirmed_at;
      drop table email_confirmations;
      drop table sign_ups;
    `)
  }
}
