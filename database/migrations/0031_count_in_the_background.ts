import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A post that is hidden or shown again takes its comments off the counts of their authors, or gives
 * them back. Up to 500 are counted at once. Of more, `comments_counted_after` says how far the counting
 * is: comments with a greater id count. The job `count_comments` moves it. Null: all count or none, as
 * the post is visible or not. `counting` finds these posts: an index on what moves would make each move
 * write to every other index too.
 *
 * A trigger changes the counts when it moves, under the lock of the post, so that they agree with it at
 * any moment. A deleted post keeps it where it is, and its comments are uncounted as they go.
 *
 * `stats` keeps what `count_stats` counted in tables that are too large to be counted by a request.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      -- In the order of a report and of a comment, which would otherwise meet this in a deadlock.
      lock table reports, comments, posts in access exclusive mode;
      alter table posts
        add column counting boolean not null default false,
        add column comments_counted_after bigint;
      update posts set comments_counted_after = 0 where counts_comments and deleted_at is not null;
      alter table posts drop column counts_comments;
      create index posts_counting_index on posts (id) where counting;
      create index comments_deleted_index on comments (id) where deleted_at is not null;
      drop index reports_assignee_index;
      create index reports_assignee_index on reports (assignee_id, status)
        where assignee_id is not null;

      create table stats (
        singleton boolean primary key default true,
        stats json not null,
        counted_at timestamptz(3) not null,
        duration_ms integer not null,

        constraint stats_singleton_check check (singleton)
      );

      create function counted_after(id bigint, visible boolean) returns bigint
      language sql immutable parallel safe as $$
        select coalesce(id, case when visible then 0 else 9223372036854775807 end)
      $$;

      drop function count_comments_under(bigint, integer);
      create function count_comments_between(post bigint, low bigint, high bigint, step integer)
      returns void language plpgsql as $$
      begin
        perform lock_users(array(
          select user_id from comments
          where post_id = post and visible and id > low and id <= high
        ));
        update users set comments_count = comments_count + step * written.total
        from (
          select user_id, count(*) as total from comments
          where post_id = post and visible and id > low and id <= high group by user_id
        ) as written
        where users.id = written.user_id and users.erased_at is null;
      end $$;

      create function start_counting() returns trigger language plpgsql as $$
      begin
        if new.comments_count > 0 and new.comments_counted_after is null
          and exists (select from comments where post_id = new.id offset 500) then
          new.counting := true;
          new.comments_counted_after := case when old.visible then 0
            else (select max(id) from comments where post_id = new.id) end;
        end if;
        return new;
      end $$;

      create trigger start_counting before update of published, removed_at, deleted_at
        on posts for each row
        when (old.visible <> (new.published and new.removed_at is null))
        execute function start_counting();

      create or replace function uncount_comments() returns trigger language plpgsql as $$
      begin
        perform count_comments_between(old.id,
          counted_after(old.comments_counted_after, old.visible), 9223372036854775807, -1);
        return old;
      end $$;

      create or replace function count_post() returns trigger language plpgsql as $$
      declare
        was bigint := counted_after(old.comments_counted_after, old.visible);
        becomes bigint := counted_after(new.comments_counted_after, new.visible);
      begin
        if old.visible and (not new.visible or old.user_id is distinct from new.user_id) then
          update users set posts_count = posts_count - 1
          where id = old.user_id and erased_at is null;
        end if;
        if new.visible and (not old.visible or old.user_id is distinct from new.user_id) then
          update users set posts_count = posts_count + 1
          where id = new.user_id and erased_at is null;
        end if;
        if was <> becomes and new.comments_count > 0 then
          perform count_comments_between(new.id, least(was, becomes), greatest(was, becomes),
            case when becomes < was then 1 else -1 end);
        end if;
        return null;
      end $$;

      drop trigger count_post on posts;
      create trigger count_post
        after update of user_id, published, removed_at, deleted_at, comments_counted_after
        on posts for each row execute function count_post();
    `)
    this.schema.raw(countsBy('coalesce(new.id > comments_counted_after, visible)'))
    this.schema.raw(countsNewBy('coalesce(added.id > posts.comments_counted_after, posts.visible)'))
    this.schema.raw(countsGoneBy('coalesce(gone.id > posts.comments_counted_after, posts.visible)'))
  }

  /** What is not counted yet is counted at once. */
  async down() {
    this.schema.raw(`
      update posts set comments_counted_after = null where comments_counted_after is not null;

      drop trigger start_counting on posts;
      drop function start_counting();
      drop trigger count_post on posts;
      drop function count_comments_between(bigint, bigint, bigint, integer);
      drop function counted_after(bigint, boolean);

      create function count_comments_under(post bigint, step integer) returns void
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

      create trigger count_post after update of user_id, published, removed_at, deleted_at
        on posts for each row execute function count_post();

      alter table posts
        add column counts_comments boolean not null default false,
        drop column comments_counted_after,
        drop column counting;
      drop index comments_deleted_index, reports_assignee_index;
      create index reports_assignee_index on reports (assignee_id) where assignee_id is not null;
      drop table stats;
    `)
    this.schema.raw(countsBy('visible or counts_comments'))
    this.schema.raw(countsNewBy('posts.visible'))
    this.schema.raw(countsGoneBy('(posts.visible or posts.counts_comments)'))
  }
}

/** Counts a comment that changes, for its author where a condition on its post holds. */
const countsBy = (condition: string) => `
  create or replace function count_comment() returns trigger language plpgsql as $$
  declare
    counts boolean;
  begin
    if old.visible = new.visible and old.user_id is not distinct from new.user_id then
      return null;
    end if;
    if old.visible <> new.visible then
      update posts set comments_count = comments_count + case when new.visible then 1 else -1 end
      where id = new.post_id;
    end if;
    counts := exists (select from posts where id = new.post_id and (${condition}));
    if old.visible and counts then
      update users set comments_count = comments_count - 1
      where id = old.user_id and erased_at is null;
    end if;
    if new.visible and counts then
      update users set comments_count = comments_count + 1
      where id = new.user_id and erased_at is null;
    end if;
    return null;
  end $$;`

/** Counts new comments, for their authors where a condition on the post holds. */
const countsNewBy = (condition: string) => `
  create or replace function count_new_comments() returns trigger language plpgsql as $$
  begin
    update posts set comments_count = comments_count + written.total
    from (select post_id, count(*) as total from added where visible group by post_id) as written
    where posts.id = written.post_id;

    update users set comments_count = comments_count + written.total
    from (
      select added.user_id, count(*) as total
      from added join posts on posts.id = added.post_id
      where added.visible and ${condition} group by added.user_id
    ) as written
    where users.id = written.user_id;

    update comments set replies_count = replies_count + written.total
    from (
      select parent_id, count(*) as total
      from added where parent_id is not null and (visible or replies_count > 0) group by parent_id
    ) as written
    where comments.id = written.parent_id;
    return null;
  end $$;`

/** Takes deleted comments off the counts, of their authors where a condition on the post holds. */
const countsGoneBy = (condition: string) => `
  create or replace function uncount_gone_comments() returns trigger language plpgsql as $$
  begin
    update posts set comments_count = comments_count - written.total
    from (select post_id, count(*) as total from gone where visible group by post_id) as written
    where posts.id = written.post_id and posts.deleted_at is null;

    perform lock_users(array(select user_id from gone where visible));
    update users set comments_count = comments_count - written.total
    from (
      select gone.user_id, count(*) as total
      from gone join posts on posts.id = gone.post_id
      where gone.visible and ${condition}
      group by gone.user_id
    ) as written
    where users.id = written.user_id and users.erased_at is null;

    update comments set replies_count = replies_count - written.total
    from (
      select gone.parent_id, count(*) as total
      from gone join posts on posts.id = gone.post_id
      where gone.parent_id is not null and posts.deleted_at is null
        and (gone.visible or gone.replies_count > 0)
      group by gone.parent_id
    ) as written
    where comments.id = written.parent_id;
    return null;
  end $$;`
