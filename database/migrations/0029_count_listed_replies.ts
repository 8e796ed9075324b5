import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * `replies_count` counts the replies that are listed: visible ones, and tombstones with such a reply
 * below them. So a comment is listed when it is visible or has replies, and no query walks a tree to
 * find out. A comment that begins or ends to be listed counts on its parent, and so on upwards.
 */
const listed = (row: string) => `(${row}visible or ${row}replies_count > 0)`

const countNewComments = (condition: string) => `
  create or replace function count_new_comments() returns trigger language plpgsql as $$
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
      from added where parent_id is not null ${condition} group by parent_id
    ) as written
    where comments.id = written.parent_id;
    return null;
  end $$;`

const uncountGoneComments = (condition: string) => `
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
      where gone.visible
        and (posts.visible or posts.counts_comments)
      group by gone.user_id
    ) as written
    where users.id = written.user_id and users.erased_at is null;

    update comments set replies_count = replies_count - written.total
    from (
      select gone.parent_id, count(*) as total
      from gone join posts on posts.id = gone.post_id
      where gone.parent_id is not null and posts.deleted_at is null ${condition}
      group by gone.parent_id
    ) as written
    where comments.id = written.parent_id;
    return null;
  end $$;`

/**
 * Until now every reply counted. Batches of comments, the newest first, so that writers wait for no more than one.
 * The trigger carries on what becomes bare by this. A comment is counted when it is locked: a reply that is
 * written meanwhile counts before or after that, not twice.
 */
const recount = `
  do $$
  declare
    high bigint := (select max(id) from comments);
    parents bigint[];
  begin
    while high > 0 loop
      parents := array(
        select id from comments where id > high - 5000 and id <= high and replies_count > 0 and exists (
          select from comments as replies
          where replies.post_id = comments.post_id and replies.parent_id = comments.id
            and not ${listed('replies.')}
        ) order by id desc for update
      );
      update comments set replies_count = (
        select count(*) from comments as replies
        where replies.post_id = comments.post_id and replies.parent_id = comments.id
          and ${listed('replies.')}
      )
      where id = any(parents);
      commit;
      high := high - 5000;
    end loop;
  end $$`

/** After an interruption it can run again. */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw(`
      ${countNewComments(`and ${listed('')}`)}
      ${uncountGoneComments(`and ${listed('gone.')}`)}

      create or replace function count_listed_reply() returns trigger language plpgsql as $$
      begin
        update comments
          set replies_count = replies_count + case when ${listed('new.')} then 1 else -1 end
          where id = new.parent_id;
        return null;
      end $$;
      create or replace trigger count_listed_reply after update of deleted_at, removed_at, replies_count
        on comments for each row
        when (new.parent_id is not null and ${listed('old.')} <> ${listed('new.')})
        execute function count_listed_reply();
    `)
    this.schema.raw(recount)
  }

  async down() {
    this.schema.raw(`
      drop trigger count_listed_reply on comments;
      drop function count_listed_reply();
      ${countNewComments('')}
      ${uncountGoneComments('')}

      update comments set replies_count = (
        select count(*) from comments as replies
        where replies.post_id = comments.post_id and replies.parent_id = comments.id
      )
      where id in (select parent_id from comments where not visible);
    `)
  }
}
