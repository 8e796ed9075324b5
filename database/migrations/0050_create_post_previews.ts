import { BaseSchema } from '@adonisjs/lucid/schema'

/** Links that show a post to readers without an account. `digest` is that of the token, which no table has. */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table post_previews (
        id bigint generated always as identity primary key,
        post_id bigint not null references posts on delete cascade,
        digest text collate "C" not null,
        revision integer,
        creator_id bigint not null references users on delete cascade,
        created_at timestamptz(3) not null default now(),
        expires_at timestamptz(3) not null,

        constraint post_previews_digest_unique unique (digest)
      );
      create index post_previews_post_index on post_previews (post_id, id);
      create index post_previews_creator_index on post_previews (creator_id);
      create index post_previews_expiry_index on post_previews (expires_at);
    `)
  }

  async down() {
    this.schema.raw('drop table post_previews')
  }
}
