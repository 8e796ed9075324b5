import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * An erased account and a deleted post are hidden at once and go in batches
 * (docs/decisions/erasure.md). `authors` are the accounts that may be shown. A deleted post is a
 * removed one for good; where it has very many comments, they count for their authors until each of
 * them goes (`counts_comments`).
 *
 * What is deleted is counted once for each statement. What is updated is counted row by row, since
 * PostgreSQL refuses transition tables beside a list of columns. Several users are locked in the
 * order of their ids, so that two statements never wait for each other in a ring.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- In the order of a comment and of a vote, which would otherwise meet this in a deadlock.
      lock table votes, comments, posts, users in access exclusive mode;
      alter table users
        alter column email drop not null,
        alter column username drop not null,
        alter column password drop not null,
        add column erased_at timestamptz(3),
        add constraint users_erased_check check (
          case when erased_at is null then num_nulls(email, username, password) = 0
          else num_nonnulls(email, username, password, display_name, bio, os_user) = 0
            and role = 'member' end
        );
      create index users_erased_index on users (id) where erased_at is not null;
      create view authors as
        select id, username, display_name, role from users where erased_at is null;

      alter table posts
        add column deleted_at timestamptz(3),
        add column counts_comments boolean not null default false,
        add constraint posts_deleted_check check (deleted_at is null or removed_at is not null);
      create index posts_deleted_index on posts (id) where deleted_at is not null;

      create function lock_users(ids bigint[]) returns void language sql as $$
        select from users where id = any(ids) order by id for no key update
      $$;

      create or replace function count_comments_under(post bigint, step integer) returns void
      language plpgsql as $$
      begin
        perform lock_users(array(select user_id from comments where post_id = post and visible));
        update users set comments_count = comments_count + step * written.total
        from (
          select user_id, count(*) as total from comments
          where post_id = post and visible group by user_id
        ) as written
        where users.id = written.user_id and users.erased_at is null;
      end $$;

      create or replace function uncount_comments() returns trigger language plpgsql as $$
      begin
        if old.visible or old.counts_comments then
          perform count_comments_under(old.id, -1);
        end if;
        return old;
      end $$;

      create or replace function count_post() returns trigger language plpgsql as $$
      declare
        counted boolean;
        counts boolean;
      begin
        if old.visible and (not new.visible or old.user_id is distinct from new.user_id) then
          update users set posts_count = posts_count - 1
          where id = old.user_id and erased_at is null;
        end if;
        if new.visible and (not old.visible or old.user_id is distinct from new.user_id) then
          update users set posts_count = posts_count + 1
          where id = new.user_id and erased_at is null;
        end if;
        counted := old.visible or old.counts_comments;
        counts := new.visible or new.counts_comments;
        if counted <> counts then
          perform count_comments_under(new.id, case when counts then 1 else -1 end);
        end if;
        return null;
      end $$;

      create function uncount_posts() returns trigger language plpgsql as $$
      begin
        perform lock_users(array(select user_id from gone where visible));
        update users set posts_count = posts_count - written.total
        from (select user_id, count(*) as total from gone where visible group by user_id) as written
        where users.id = written.user_id and users.erased_at is null;
        return null;
      end $$;

      create or replace function count_vote() returns trigger language plpgsql as $$
      begin
        update posts
          set upvotes = upvotes + (new.value = 1)::integer - (old.value = 1)::integer,
              downvotes = downvotes + (new.value = -1)::integer - (old.value = -1)::integer
          where id = new.post_id;
        return null;
      end $$;

      create function uncount_votes() returns trigger language plpgsql as $$
      begin
        update posts set upvotes = upvotes - up, downvotes = downvotes - down
        from (
          select post_id,
            count(*) filter (where value = 1) as up,
            count(*) filter (where value = -1) as down
          from gone group by post_id
        ) as given
        where posts.id = given.post_id and posts.deleted_at is null;
        return null;
      end $$;

      create or replace function count_comment() returns trigger language plpgsql as $$
      declare
        shown boolean;
      begin
        if old.visible = new.visible and old.user_id is not distinct from new.user_id then
          return null;
        end if;
        if old.visible <> new.visible then
          update posts set comments_count = comments_count + case when new.visible then 1 else -1 end
          where id = new.post_id;
        end if;
        shown := exists (
          select from posts
          where id = new.post_id and (visible or counts_comments)
        );
        if old.visible and shown then
          update users set comments_count = comments_count - 1
          where id = old.user_id and erased_at is null;
        end if;
        if new.visible and shown then
          update users set comments_count = comments_count + 1
          where id = new.user_id and erased_at is null;
        end if;
        return null;
      end $$;

      create function uncount_gone_comments() returns trigger language plpgsql as $$
      begin
        update posts set comments_count = comments_count - written.total
        from (select post_id, count(*) as total from gone where visible group by post_id) as written
        where posts.id = written.post_id and posts.deleted_at is null;

        perform lock_users(array(select user_id from gone where visible));
        update users set comments_count = comments_count - written.total
        from (
          select gone.user_id, count(*) as total
          from gone join posts on posts.id = gone.post_id
          where gone.visible
            and (posts.visible or posts.counts_comments)
          group by gone.user_id
        ) as written
        where users.id = written.user_id and users.erased_at is null;

        update comments set replies_count = replies_count - written.total
        from (
          select gone.parent_id, count(*) as total
          from gone join posts on posts.id = gone.post_id
          where gone.parent_id is not null and posts.deleted_at is null group by gone.parent_id
        ) as written
        where comments.id = written.parent_id;
        return null;
      end $$;

      drop trigger count_post on posts;
      drop trigger count_vote on votes;
      drop trigger count_comment on comments;

      create trigger count_post after update of user_id, published, removed_at, deleted_at
        on posts for each row execute function count_post();
      create trigger count_vote after update of value
        on votes for each row execute function count_vote();
      create trigger count_comment after update of user_id, deleted_at, removed_at
        on comments for each row execute function count_comment();

      create trigger uncount_posts after delete on posts
        referencing old table as gone for each statement execute function uncount_posts();
      create trigger uncount_votes after delete on votes
        referencing old table as gone for each statement execute function uncount_votes();
      create trigger uncount_gone_comments after delete on comments
        referencing old table as gone for each statement execute function uncount_gone_comments();
    `)
  }

  /** What was hidden goes at once: the older version would show it. */
  async down() {
    this.schema.raw(`
      delete from posts where deleted_at is not null
        or not published and user_id in (select id from users where erased_at is not null);
      delete from users where erased_at is not null;

      drop trigger uncount_gone_comments on comments;
      drop trigger uncount_votes on votes;
      drop trigger uncount_posts on posts;
      drop trigger count_comment on comments;
      drop trigger count_vote on votes;
      drop trigger count_post on posts;
      drop function uncount_gone_comments();
      drop function uncount_votes();
      drop function uncount_posts();

      create or replace function count_comments_under(post bigint, step integer) returns void
      language plpgsql as $$
      begin
        update users set comments_count = comments_count + step * written.total
        from (
          select user_id, count(*) as total from comments
          where post_id = post and visible group by user_id
        ) as written
        where users.id = written.user_id;
      end $$;

      create or replace function count_post() returns trigger language plpgsql as $$
      begin
        if tg_op <> 'INSERT' and old.visible then
          update users set posts_count = posts_count - 1 where id = old.user_id;
        end if;
        if tg_op <> 'DELETE' and new.visible then
          update users set posts_count = posts_count + 1 where id = new.user_id;
        end if;
        if tg_op = 'UPDATE' and old.visible <> new.visible then
          perform count_comments_under(new.id, case when new.visible then 1 else -1 end);
        end if;
        return null;
      end $$;

      create or replace function uncount_comments() returns trigger language plpgsql as $$
      begin
        if old.visible then
          perform count_comments_under(old.id, -1);
        end if;
        return old;
      end $$;

      create or replace function count_vote() returns trigger language plpgsql as $$
      declare
        post bigint := coalesce(new.post_id, old.post_id);
        was smallint := case when tg_op = 'INSERT' then 0 else old.value end;
        becomes smallint := case when tg_op = 'DELETE' then 0 else new.value end;
      begin
        update posts
          set upvotes = upvotes + (becomes = 1)::integer - (was = 1)::integer,
              downvotes = downvotes + (becomes = -1)::integer - (was = -1)::integer
          where id = post;
        return null;
      end $$;

      create or replace function count_comment() returns trigger language plpgsql as $$
      declare
        post bigint := coalesce(new.post_id, old.post_id);
        shown boolean := exists (select from posts where id = post and visible);
      begin
        if tg_op <> 'INSERT' and old.visible then
          update posts set comments_count = comments_count - 1 where id = post;
          update users set comments_count = comments_count - 1 where id = old.user_id and shown;
        end if;
        if tg_op <> 'DELETE' and new.visible then
          update posts set comments_count = comments_count + 1 where id = post;
          update users set comments_count = comments_count + 1 where id = new.user_id and shown;
        end if;
        if tg_op = 'INSERT' and new.parent_id is not null then
          update comments set replies_count = replies_count + 1 where id = new.parent_id;
        elsif tg_op = 'DELETE' and old.parent_id is not null then
          update comments set replies_count = replies_count - 1 where id = old.parent_id;
        end if;
        return null;
      end $$;

      create trigger count_post after delete or update of user_id, published, removed_at
        on posts for each row execute function count_post();
      create trigger count_vote after delete or update of value
        on votes for each row execute function count_vote();
      create trigger count_comment after delete or update of user_id, deleted_at, removed_at
        on comments for each row execute function count_comment();

      drop function lock_users(bigint[]);
      alter table posts drop column deleted_at, drop column counts_comments;
      drop view authors;
      alter table users
        drop column erased_at,
        alter column email set not null,
        alter column username set not null,
        alter column password set not null;
    `)
  }
}
