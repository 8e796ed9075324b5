import type { TransactionClientContract } from '@adonisjs/lucid/types/database'

/** SQL: the key of an advisory lock. Exports and backups share it while they read the files that their snapshot names. */
export const BYTES_LOCK = `hashtextextended('bytes of media', 0)`

/** Until the transaction ends, no job deletes the bytes of a file: an export reads those of its snapshot. */
export const holdBytes = (client: TransactionClientContract): Promise<unknown> =>
  client.rawQuery(`select pg_advisory_xact_lock_shared(${BYTES_LOCK})`)

/** @returns whether bytes may be deleted until the transaction ends; if not, a later job deletes them */
export async function mayDeleteBytes(client: TransactionClientContract): Promise<boolean> {
  const { rows } = await client.rawQuery(`select pg_try_advisory_xact_lock(${BYTES_LOCK}) as may`)
  return rows[0].may
}
