import { BaseSchema } from '@adonisjs/lucid/schema'

/** A change of these is one that readers see. Votes and comments set none of them. */
const columns = [
  ...['updated_at', 'visible', 'user_id', 'tags', 'slug', 'excerpt', 'translation_group'],
  'listed_at',
]

const of = (row: string) => columns.map((column) => `${row}.${column}`).join(', ')

/**
 * The last change of each post that was ever public, for `GET /posts/changes`. Triggers write it, so no writer can
 * forget it. A reader takes rows of transactions before the oldest one that still runs: so a transaction that
 * commits late is never missed, whatever its clock says.
 *
 * `post_feed` has one row: which feed it is, since numbers of transactions start anew in a restored database, and the
 * last withdrawn post that was forgotten. Without that row `fill_post_changes` begins a new feed.
 */
export default class extends BaseSchema {
  static disableTransactions = true

  async up() {
    this.schema.raw(`
      create table if not exists post_changes (
        post_id bigint primary key,
        xid xid8 not null,
        withdrawn_at timestamptz(3)
      );
      create index if not exists post_changes_order_index on post_changes (xid, post_id);
      create index if not exists post_changes_withdrawn_index on post_changes (withdrawn_at)
        where withdrawn_at is not null;
      create table if not exists post_feed (
        is_only boolean primary key default true check (is_only),
        generation uuid not null default gen_random_uuid(),
        forgotten xid8 not null default '0'
      );

      create or replace function note_new_posts() returns trigger language plpgsql as $$
      begin
        insert into post_changes (post_id, xid)
        select id, pg_current_xact_id() from added where visible order by id
        on conflict (post_id) do update set xid = excluded.xid, withdrawn_at = null;
        return null;
      end $$;

      create or replace function note_changed_post() returns trigger language plpgsql as $$
      begin
        insert into post_changes (post_id, xid, withdrawn_at)
        values (new.id, pg_current_xact_id(), case when not new.visible then now() end)
        on conflict (post_id) do update set xid = excluded.xid, withdrawn_at = excluded.withdrawn_at;
        return null;
      end $$;

      create or replace function note_deleted_posts() returns trigger language plpgsql as $$
      begin
        insert into post_changes (post_id, xid, withdrawn_at)
        select id, pg_current_xact_id(), now() from gone where visible order by id
        on conflict (post_id) do update set xid = excluded.xid, withdrawn_at = excluded.withdrawn_at;
        return null;
      end $$;

      create or replace procedure fill_post_changes() language plpgsql as $$
      declare
        batch bigint[];
        last bigint := 0;
      begin
        if exists (select from post_feed) then
          return;
        end if;
        loop
          batch := array(select id from posts where id > last order by id limit 10000);
          exit when cardinality(batch) = 0;
          insert into post_changes (post_id, xid)
          select id, pg_current_xact_id() from posts where id = any(batch) and visible order by id
          on conflict do nothing;
          last := batch[cardinality(batch)];
          -- Writers of these posts wait no longer.
          commit;
        end loop;
        insert into post_feed default values on conflict do nothing;
      end $$;
    `)
    this.schema.raw(`
      drop trigger if exists note_new_posts on posts;
      drop trigger if exists note_changed_post on posts;
      drop trigger if exists note_deleted_posts on posts;
      create trigger note_new_posts after insert on posts
        referencing new table as added for each statement execute function note_new_posts();
      create trigger note_changed_post after update of ${columns.join(', ')} on posts for each row
        when ((old.visible or new.visible) and (${of('old')}) is distinct from (${of('new')}))
        execute function note_changed_post();
      create trigger note_deleted_posts after delete on posts
        referencing old table as gone for each statement execute function note_deleted_posts();
    `)
    this.schema.raw('set statement_timeout = 0')
    this.schema.raw('call fill_post_changes()')
    this.schema.raw('reset statement_timeout')
  }

  async down() {
    this.schema.raw(`
      drop trigger note_deleted_posts on posts;
      drop trigger note_changed_post on posts;
      drop trigger note_new_posts on posts;
      drop procedure fill_post_changes();
      drop function note_deleted_posts();
      drop function note_changed_post();
      drop function note_new_posts();
      drop table post_feed;
      drop table post_changes;
    `)
  }
}
