import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The working copy of a post, beside its row. `members` has the columns that a revision has, and `search` what
 * is made of them, so that a schedule can publish the copy by SQL alone. `begun_from` is the revision that the
 * copy began from, and `kept_at` when it last left a revision.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table post_drafts (
        post_id bigint primary key references posts on delete cascade,
        members jsonb not null,
        search tsvector not null,
        search_version integer not null,
        begun_from integer not null,
        editor_id bigint not null,
        kept_at timestamptz(3) not null default now(),
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now()
      );
      create index post_drafts_editor_index on post_drafts (editor_id);
    `)
  }

  async down() {
    this.schema.raw('drop table post_drafts')
  }
}
