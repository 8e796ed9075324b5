import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { readOnlyTag, storedReadOnly, type ReadOnly } from '#queries/system/read_only'

interface BeginReadOnlyInput {
  /** Told to everybody whose write is refused. */
  reason?: string
  /** Seconds. */
  retryAfter: number
  setBy: string
}

/** Lets no worker take a write any more; where that is so already, only the reason changes. */
export default class BeginReadOnly {
  async handle({ reason = null!, retryAfter, setBy }: BeginReadOnlyInput): Promise<ReadOnly> {
    await db
      .table('read_only')
      .insert({ reason, retry_after: retryAfter, set_by: setBy })
      .onConflict('singleton')
      .merge(['reason', 'retry_after', 'set_by'])
    await cache.invalidate(readOnlyTag)
    return (await storedReadOnly())!
  }
}
