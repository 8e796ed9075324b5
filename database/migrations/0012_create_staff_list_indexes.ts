import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * Staff lists show what is hidden too, by age: by id. What is removed, locked or a draft is found
 * alone. Votes are never listed, only counted by day: for that a small index does.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create index posts_author_id_index on posts (user_id, id);
      create index posts_removed_index on posts (id) where removed_at is not null;
      create index posts_draft_index on posts (id) where not published;
      create index posts_locked_index on posts (id) where locked;
      create index posts_created_at_index on posts (created_at);
      create index comments_removed_index on comments (id) where removed_at is not null;
      create index comments_created_at_index on comments (created_at);
      create index users_created_at_index on users (created_at);
      create index votes_created_at_index on votes using brin (created_at);
    `)
  }

  async down() {
    this.schema.raw(`
      drop index posts_author_id_index, posts_removed_index, posts_draft_index, posts_locked_index,
        posts_created_at_index, comments_removed_index, comments_created_at_index,
        users_created_at_index, votes_created_at_index;
    `)
  }
}
