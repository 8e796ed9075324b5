import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'

export interface ReadOnly {
  reason: string | null
  /** Seconds until a client may try again. */
  retry_after: number
  since: string
  set_by: string
}

export const readOnlyTag = 'read_only'

/** Milliseconds. The bus invalidates at once; this is the limit if a message is lost. */
const LIFETIME_MS = 10_000

/** From the cache of this process; null when writes are allowed. */
export function readOnly(): Promise<ReadOnly | null> {
  const options = { tags: [readOnlyTag], ttl: LIFETIME_MS }
  return cache.remember(readOnlyTag, options, storedReadOnly)
}

/** The same from the database. */
export async function storedReadOnly(): Promise<ReadOnly | null> {
  const row = await db.from('read_only').select('reason', 'retry_after', 'since', 'set_by').first()
  return row && { ...row, since: row.since.toISOString() }
}
