import { setTimeout as sleep } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import { continueBatch } from '#actions/batches/continue_batch'
import { inBatch } from '#jobs/deletions/batch'
import { isOutpaced } from '#db/errors'
import { batchQueue } from '#queue/queues'

const TURN_MS = 2000

/** Continues a batch of staff actions. @returns `again` if targets are left */
export async function workOnBatch({ id }: { id: string }, signal: AbortSignal) {
  const end = performance.now() + TURN_MS
  while (!signal.aborted && performance.now() < end) {
    const start = performance.now()
    if (!(await inBatch((client) => continueBatch(id, client)).catch(isLeftIfOutpaced))) return
    // Requests need the database too.
    await sleep(performance.now() - start)
  }
  return 'again' as const
}

/** Another writer had a target, so the next try comes later. */
function isLeftIfOutpaced(error: unknown): true {
  if (isOutpaced(error)) return true
  throw error
}

/** Queues running batches without a job, or whose job failed or was cancelled. @returns their number */
export async function queueBatches(): Promise<number> {
  const { rows } = await db.rawQuery(
    `select id from batches where state = 'running' order by created_at limit 1000`
  )
  return (await batchQueue.sendAll(rows, { client: db.connection() })).length
}
