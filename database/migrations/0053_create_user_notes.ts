import { BaseSchema } from '@adonisjs/lucid/schema'

/** What staff tell each other about a user. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table user_notes (
        id bigint generated always as identity primary key,
        user_id bigint not null references users on delete cascade,
        author_id bigint references users on delete set null,
        text text not null,
        created_at timestamptz(3) not null default now(),

        constraint user_notes_text_check check (char_length(text) between 1 and 2000)
      );
      create index user_notes_user_index on user_notes (user_id, id);
      create index user_notes_author_index on user_notes (author_id) where author_id is not null;
    `)
  }

  async down() {
    this.schema.dropTable('user_notes')
  }
}
