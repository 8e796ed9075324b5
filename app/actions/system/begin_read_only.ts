import db from '@adonisjs/lucid/services/db'
import cache from '#cache/cache'
import { readOnlyTag, storedReadOnly, type ReadOnly } from '#queries/system/read_only'

interface BeginReadOnlyInput {
  /** Shown with each refused write. */
  reason?: string
  retryAfter: number
  setBy: string
}

/** Makes all workers refuse writes. In read-only mode it changes only the reason. */
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
