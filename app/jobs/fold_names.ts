import db from '@adonisjs/lucid/services/db'
import { fold } from '#domain/search/fold'

const MAX_BATCH_ROWS = 1000
const MAX_BATCHES = 20

/** Folds display names of direct writes to the database, so that search finds them. @returns rows */
export async function foldNames(): Promise<number> {
  let total = 0
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const count = await foldBatch()
    total += count
    if (count < MAX_BATCH_ROWS) break
  }
  return total
}

async function foldBatch(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select id, display_name from users
     where display_name is not null and folded_display_name is null limit ?`,
    [MAX_BATCH_ROWS]
  )
  const people: { id: number; display_name: string }[] = rows
  if (people.length === 0) return 0
  const { rowCount } = await db.rawQuery(
    `with folded as (
       select * from unnest(:ids::bigint[], :names::text[], :folded::text[]) as folded (id, name, value)
     ), free as (
       select id from users where id = any(:ids) order by id for no key update skip locked
     )
     update users set folded_display_name = value from folded join free using (id)
     where users.id = folded.id and display_name = name`,
    {
      ids: people.map(({ id }) => id),
      names: people.map(({ display_name: name }) => name),
      folded: people.map(({ display_name: name }) => fold(name)),
    }
  )
  return rowCount
}
