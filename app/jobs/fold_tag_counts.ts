import db from '@adonisjs/lucid/services/db'
import TagsCounted from '#events/tags_counted'

const MAX_BATCH_ROWS = 10_000
const MAX_BATCHES = 20

/** @returns the number of changes */
export async function foldTagCounts(): Promise<number> {
  let total = 0
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const count = await foldBatch()
    total += count
    if (count < MAX_BATCH_ROWS) break
  }
  if (total > 0) await TagsCounted.dispatch()
  return total
}

async function foldBatch(): Promise<number> {
  const { rows } = await db.rawQuery(
    `with taken as (
       delete from tag_changes
       where id = any(array(select id from tag_changes order by id limit ${MAX_BATCH_ROWS}))
       returning tag_id, delta
     ), sums as (
       select tag_id, sum(delta) as delta from taken group by tag_id
     ), locked as (
       select id from tags where id in (select tag_id from sums) order by id for no key update
     ), counted as (
       update tags set posts_count = posts_count + sums.delta
       from locked join sums on sums.tag_id = locked.id
       where tags.id = locked.id and sums.delta <> 0
     )
     select count(*) as total from taken`
  )
  return rows[0].total
}
