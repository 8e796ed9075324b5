import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What an editor is asked to look at before it is published. Publication ends it. With `posts.draft` a role
 * writes drafts that it can't publish.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create table post_reviews (
        post_id bigint primary key references posts on delete cascade,
        state text not null,
        note text,
        requested_by bigint not null,
        reviewer_id bigint,
        requested_at timestamptz(3) not null default now(),
        updated_at timestamptz(3) not null default now(),

        constraint post_reviews_state_check
          check (state in ('requested', 'approved', 'changes_requested')),
        constraint post_reviews_note_check check (char_length(note) between 1 and 2000)
      );
      create index post_reviews_state_index on post_reviews (state, post_id);
      create index post_reviews_requester_index on post_reviews (requested_by);
      create index post_reviews_reviewer_index on post_reviews (reviewer_id)
        where reviewer_id is not null;

      update roles set permissions = permissions || '{posts.draft,posts.review}'
        where is_built_in and name = 'admin';
      update roles set permissions = permissions || '{posts.review}'
        where is_built_in and name = 'editor';
    `)
  }

  async down() {
    this.schema.raw(`
      update roles set
        permissions = array_remove(array_remove(permissions, 'posts.draft'), 'posts.review');
      drop table post_reviews;
    `)
  }
}
