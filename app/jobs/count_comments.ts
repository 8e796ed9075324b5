import db from '@adonisjs/lucid/services/db'
import { MAX_ROWS, statement } from '#jobs/deletions/batch'
import { workInTurns } from '#jobs/work_in_turns'

const MAX_PENDING = 50

const countNext = statement(`
  update posts set comments_counted_after = case when visible
    then (
      select id from comments where post_id = posts.id and id <= posts.comments_counted_after
      order by id desc offset ${MAX_ROWS} limit 1
    )
    else (
      select id from comments where post_id = posts.id and id > posts.comments_counted_after
      order by id offset ${MAX_ROWS - 1} limit 1
    ) end
  where id = :id and comments_counted_after is not null and deleted_at is null`)

const finish = statement(`
  update posts set counting = false where id = :id and counting and comments_counted_after is null`)

/** Counts comments of hidden or restored large posts. @param signal stops after a batch @returns rows */
export const countComments = (signal?: AbortSignal): Promise<number> =>
  workInTurns(async () => {
    const posts = await db
      .from('posts')
      .select('id')
      .where('counting', true)
      .whereNull('deleted_at')
      .orderBy('id')
      .limit(MAX_PENDING)
    return posts.map(({ id }) => ({ id, batches: [countNext, finish] }))
  }, signal)
