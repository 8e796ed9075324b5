import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'

/** Why writes are refused, and since when. */
export interface ReadOnly {
  reason: string | null
  /** Seconds after which a client may try again. */
  retry_after: number
  since: string
  /** Who said so: an operating-system user, and the machine. */
  set_by: string
}

/** What is dropped when it begins or ends. */
export const readOnlyTag = 'read_only'

/** The bus tells at once; that is how long it takes where a message went astray. Milliseconds. */
const lifetime = 10_000

/** Whether writes are refused, as this process knows it: without a query; null when they are not. */
export function readOnly(): Promise<ReadOnly | null> {
  const options = { tags: [readOnlyTag], ttl: lifetime }
  return cache.remember(readOnlyTag, options, storedReadOnly)
}

/** The same as the database has it. */
export async function storedReadOnly(): Promise<ReadOnly | null> {
  const row = await db.from('read_only').select('reason', 'retry_after', 'since', 'set_by').first()
  return row && { ...row, since: row.since.toISOString() }
}
