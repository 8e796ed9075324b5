import db from '@adonisjs/lucid/services/db'
import { deletions } from '#queue/queues'
import { pendingDeletions } from '#queries/deletions'

/** Queues deletions without a job, or whose job failed or was cancelled. @returns their number */
export async function queueDeletions() {
  const pending = await pendingDeletions()
  const sent = await deletions.sendAll(
    pending.map(({ type, id }) => ({ type, id })),
    { client: db.connection() }
  )
  return sent.length
}
