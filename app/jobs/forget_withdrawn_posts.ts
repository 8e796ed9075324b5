import db from '@adonisjs/lucid/services/db'

/** How long `GET /posts/changes` lists a withdrawn post. */
const KEPT_DAYS = 90

const MAX_BATCH_ROWS = 1000

const forget = `
  with due as (
    select post_id from post_changes
    where withdrawn_at <= now() - interval '${KEPT_DAYS} days'
    order by withdrawn_at limit ${MAX_BATCH_ROWS} for update skip locked
  ), gone as (
    delete from post_changes where post_id in (select post_id from due) returning xid
  ), forgotten as (
    update post_feed set forgotten = greatest(forgotten, (select max(xid) from gone))
    where exists (select from gone)
  )
  select count(*)::int as total from gone`

/** In a restored database, changes may have numbers of future transactions. */
const isOfAnother = `
  select exists (
    select from post_changes where xid >= pg_snapshot_xmax(pg_current_snapshot())
  ) as is_so`

/** Deletes withdrawn posts after 90 days, and begins a new feed after a restore. @returns deleted posts */
export async function forgetWithdrawnPosts(signal?: AbortSignal): Promise<number> {
  const { rows: found } = await db.rawQuery(isOfAnother)
  if (found[0].is_so) await db.rawQuery('truncate post_changes, post_feed')
  await db.rawQuery('call fill_post_changes()')

  let total = 0
  for (let rows = MAX_BATCH_ROWS; rows === MAX_BATCH_ROWS && !signal?.aborted; total += rows) {
    const result = await db.rawQuery(forget)
    rows = result.rows[0].total
  }
  return total
}
