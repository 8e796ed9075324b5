import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A deleted comment with replies stays as a tombstone, without content and author. The composite
 * foreign key keeps a reply on the post of its parent.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table comments (
        id bigint generated always as identity primary key,
        post_id bigint not null references posts on delete cascade,
        user_id bigint references users on delete set null,
        parent_id bigint,
        depth smallint not null default 0,
        content text,
        replies_count integer not null default 0,
        deleted_at timestamptz(3),
        removed_at timestamptz(3),
        created_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        visible boolean not null
          generated always as (deleted_at is null and removed_at is null) stored,

        constraint comments_post_unique unique (post_id, id),
        constraint comments_parent_foreign
          foreign key (post_id, parent_id) references comments (post_id, id),
        constraint comments_parent_check check ((parent_id is null) = (depth = 0)),
        constraint comments_depth_check check (depth between 0 and 20),
        constraint comments_content_check check (char_length(content) between 1 and 10000),
        constraint comments_deleted_check check ((content is null) = (deleted_at is not null)),
        constraint comments_replies_count_check check (replies_count >= 0)
      );
      create index comments_parent_index on comments (post_id, parent_id, id);
      create index comments_author_index on comments (user_id, id desc);
    `)
  }

  async down() {
    this.schema.dropTable('comments')
  }
}
