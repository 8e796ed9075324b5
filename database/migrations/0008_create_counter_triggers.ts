import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * The database keeps its own counters, within each write's transaction and whichever way the write
 * comes: a request, a cascade, a script. `RebuildCounters` counts everything anew.
 *
 * A user's comments count as long as their post is visible, so that no count tells of a draft. They
 * are taken off before their post is deleted: when the cascade comes to them, it is gone.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create function count_comments_under(post bigint, step integer) returns void
      language sql as $$
        update users set comments_count = comments_count + step * written.total
        from (
          select user_id, count(*) as total from comments
          where post_id = post and visible group by user_id
        ) as written
        where users.id = written.user_id
      $$;

      create function count_post() returns trigger language plpgsql as $$
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

      create trigger count_post after insert or delete or update of user_id, published, removed_at
        on posts for each row execute function count_post();

      create function uncount_comments() returns trigger language plpgsql as $$
      begin
        if old.visible then
          perform count_comments_under(old.id, -1);
        end if;
        return old;
      end $$;

      create trigger uncount_comments before delete
        on posts for each row execute function uncount_comments();

      create function count_vote() returns trigger language plpgsql as $$
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

      create trigger count_vote after insert or delete or update of value
        on votes for each row execute function count_vote();

      create function count_comment() returns trigger language plpgsql as $$
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

      create trigger count_comment after insert or delete or update of user_id, deleted_at, removed_at
        on comments for each row execute function count_comment();
    `)
  }

  async down() {
    this.schema.raw(`
      drop trigger count_comment on comments;
      drop trigger count_vote on votes;
      drop trigger uncount_comments on posts;
      drop trigger count_post on posts;
      drop function count_comment();
      drop function count_vote();
      drop function uncount_comments();
      drop function count_post();
      drop function count_comments_under(bigint, integer);
    `)
  }
}
