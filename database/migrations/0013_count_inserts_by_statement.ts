import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * What is inserted is counted once for each statement instead of once for each row: a single row
 * costs the same, and a million votes in statements of 20 000 take 17 s instead of 145 s, with
 * nothing to switch off and nothing to count again afterwards.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create function count_new_posts() returns trigger language plpgsql as $$
      begin
        update users set posts_count = posts_count + written.total
        from (select user_id, count(*) as total from added where visible group by user_id) as written
        where users.id = written.user_id;
        return null;
      end $$;

      create function count_new_votes() returns trigger language plpgsql as $$
      begin
        update posts set upvotes = upvotes + up, downvotes = downvotes + down
        from (
          select post_id,
            count(*) filter (where value = 1) as up,
            count(*) filter (where value = -1) as down
          from added group by post_id
        ) as given
        where posts.id = given.post_id;
        return null;
      end $$;

      create function count_new_comments() returns trigger language plpgsql as $$
      begin
        update posts set comments_count = comments_count + written.total
        from (select post_id, count(*) as total from added where visible group by post_id) as written
        where posts.id = written.post_id;

        update users set comments_count = comments_count + written.total
        from (
          select added.user_id, count(*) as total
          from added join posts on posts.id = added.post_id
          where added.visible and posts.visible group by added.user_id
        ) as written
        where users.id = written.user_id;

        update comments set replies_count = replies_count + written.total
        from (
          select parent_id, count(*) as total
          from added where parent_id is not null group by parent_id
        ) as written
        where comments.id = written.parent_id;
        return null;
      end $$;

      drop trigger count_post on posts;
      drop trigger count_vote on votes;
      drop trigger count_comment on comments;

      create trigger count_post after delete or update of user_id, published, removed_at
        on posts for each row execute function count_post();
      create trigger count_vote after delete or update of value
        on votes for each row execute function count_vote();
      create trigger count_comment after delete or update of user_id, deleted_at, removed_at
        on comments for each row execute function count_comment();

      create trigger count_new_posts after insert on posts
        referencing new table as added for each statement execute function count_new_posts();
      create trigger count_new_votes after insert on votes
        referencing new table as added for each statement execute function count_new_votes();
      create trigger count_new_comments after insert on comments
        referencing new table as added for each statement execute function count_new_comments();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger count_new_comments on comments;
      drop trigger count_new_votes on votes;
      drop trigger count_new_posts on posts;
      drop trigger count_comment on comments;
      drop trigger count_vote on votes;
      drop trigger count_post on posts;

      create trigger count_post after insert or delete or update of user_id, published, removed_at
        on posts for each row execute function count_post();
      create trigger count_vote after insert or delete or update of value
        on votes for each row execute function count_vote();
      create trigger count_comment after insert or delete or update of user_id, deleted_at, removed_at
        on comments for each row execute function count_comment();

      drop function count_new_comments();
      drop function count_new_votes();
      drop function count_new_posts();
    `)
  }
}
