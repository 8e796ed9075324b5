import db from '@adonisjs/lucid/services/db'
import { deletions } from '#queue/queues'
import { pendingDeletions } from '#queries/deletions'

/**
 * Queues every deletion that has no job: those of a version before there were jobs, and those whose job failed
 * for good or was cancelled.
 *
 * @returns how many
 */
export async function queueDeletions() {
  const pending = await pendingDeletions()
  const sent = await deletions.sendAll(
    pending.map(({ type, id }) => ({ type, id })),
    { client: db.connection() }
  )
  return sent.length
}
