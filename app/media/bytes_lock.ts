import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

const LOCK = `hashtextextended('bytes of media', 0)`

/** Until the transaction ends, no job deletes the bytes of a file: an export reads those of its snapshot. */
export const holdBytes = (client: TransactionClientContract): Promise<unknown> =>
  client.rawQuery(`select pg_advisory_xact_lock_shared(${LOCK})`)

/** @returns whether bytes may be deleted until the transaction ends; if not, a later job deletes them */
export async function mayDeleteBytes(client: TransactionClientContract): Promise<boolean> {
  const { rows } = await client.rawQuery(`select pg_try_advisory_xact_lock(${LOCK}) as may`)
  return rows[0].may
}
