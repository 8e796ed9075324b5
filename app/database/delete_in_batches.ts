import db from '@adonisjs/lucid/services/db'

/** So few that no statement takes long, and no request waits for it. */
const size = 1000

/**
 * Deletes rows batch by batch; one that somebody else holds is left for the next time.
 *
 * @param condition of SQL, with values for its question marks
 * @returns how many rows went
 */
export async function deleteInBatches(table: string, condition: string, values: unknown[] = []) {
  let total = 0
  for (let count = size; count === size; total += count) {
    const { rowCount } = await db.rawQuery(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where ${condition} limit ${size} for update skip locked
       ))`,
      values as string[]
    )
    count = rowCount
  }
  return total
}
