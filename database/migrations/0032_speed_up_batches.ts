import { BaseSchema } from '@adonisjs/lucid/schema'

/**
 * A batch of the audit log is read in the order of its ids. One commenter alone is
 * locked by the update itself: the order of locks matters from two on.
 */
export default class extends BaseSchema {
  async up() {
    this.schema.raw(`
      create index audit_entries_batch_index on audit_entries (batch_id, id)
        where batch_id is not null;
    `)
    this.schema.raw(
      countsLocking(`
        ids bigint[] := array(
          select distinct user_id from comments
          where post_id = post and visible and id > low and id <= high
        );
      begin
        if cardinality(ids) > 1 then
          perform lock_users(ids);
        end if;`)
    )
  }

  async down() {
    this.schema.raw('drop index audit_entries_batch_index')
    this.schema.raw(
      countsLocking(`
      begin
        perform lock_users(array(
          select user_id from comments
          where post_id = post and visible and id > low and id <= high
        ));`)
    )
  }
}

/** Counts the comments on a post between two ids, once their authors are locked. */
const countsLocking = (locked: string) => `
  create or replace function count_comments_between(
    post bigint, low bigint, high bigint, step integer
  ) returns void language plpgsql as $$
  declare ${locked}
    update users set comments_count = comments_count + step * written.total
    from (
      select user_id, count(*) as total from comments
      where post_id = post and visible and id > low and id <= high group by user_id
    ) as written
    where users.id = written.user_id and users.erased_at is null;
  end $$;`
