import { BaseSchema } from '@adonisjs/lucid/schema'

export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table users (
        id bigint generated always as identity primary key,
        email text not null,
        username text not null,
        password text not null,
        display_name text,
        bio text,
        role text not null default 'member',
        posts_count integer not null default 0,
        comments_count integer not null default 0,
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint users_email_check check (char_length(email) between 3 and 254),
        constraint users_username_check check (username ~ '^[A-Za-z0-9_]{3,30}$'),
        constraint users_display_name_check check (char_length(display_name) between 1 and 50),
        constraint users_bio_check check (char_length(bio) <= 500),
        constraint users_role_check check (role in ('member', 'moderator', 'admin')),
        constraint users_counts_check check (posts_count >= 0 and comments_count >= 0)
      );
      create unique index users_email_unique on users (lower(email));
      create unique index users_username_unique on users (lower(username));
    `)
  }

  async down() {
    this.schema.dropTable('users')
  }
}
