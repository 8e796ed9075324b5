import db from '@adonisjs/lucid/services/db'

const BATCH_ROWS = 1000

/** Deletes in batches, skipping locked rows. @param condition SQL with `?` @returns the rows deleted */
export async function deleteInBatches(table: string, condition: string, values: unknown[] = []) {
  let total = 0
  for (let count = BATCH_ROWS; count === BATCH_ROWS; total += count) {
    const { rowCount } = await db.rawQuery(
      `delete from ${table} where ctid = any(array(
         select ctid from ${table} where ${condition} limit ${BATCH_ROWS} for update skip locked
       ))`,
      values as string[]
    )
    count = rowCount
  }
  return total
}
