import { setTimeout as sleep } from 'node:timers/promises'
import { purgeBatch } from '#actions/trash/purge_trash'
import type { Batch } from '#jobs/deletions/batch'
import { deletedPost } from '#jobs/deletions/deleted_post'
import { erasedUser } from '#jobs/deletions/erased_user'
import { workInTurns } from '#jobs/work_in_turns'
import { isPending, type DeletionKey } from '#queries/deletions'
import type { DeletionJob } from '#queue/queues'

/** Short, so that a small deletion does not wait long for a large one. */
const TURN_MS = 2000

const batchesOf: Record<DeletionKey['type'], Batch[]> = { user: erasedUser, post: deletedPost }

/** Continues a deletion. @param signal stops after a batch @returns `again` if rows are left */
export async function finishDeletion(deletion: DeletionJob, signal: AbortSignal) {
  if (deletion.type === 'trash') return emptyTrash(deletion, signal)
  const { type, id } = deletion
  await workInTurns(async () => [{ id, batches: batchesOf[type] }], signal, TURN_MS)
  return (await isPending(deletion)) ? 'again' : undefined
}

async function emptyTrash(
  { id: authorId, until }: { id: number; until: number },
  signal: AbortSignal
) {
  const end = performance.now() + TURN_MS
  while (!signal.aborted && performance.now() < end) {
    const start = performance.now()
    if ((await purgeBatch({ authorId, until: new Date(until) })).isDone) return undefined
    // Requests need the database too.
    await sleep(performance.now() - start)
  }
  return 'again' as const
}
