import type { Batch } from '#jobs/deletions/batch'
import { deletedPost } from '#jobs/deletions/deleted_post'
import { erasedUser } from '#jobs/deletions/erased_user'
import { workInTurns } from '#jobs/work_in_turns'
import { isPending, type DeletionKey } from '#queries/deletions'

/** Short, so that a small deletion does not wait long for a large one. */
const TURN_MS = 2000

const batchesOf: Record<DeletionKey['type'], Batch[]> = { user: erasedUser, post: deletedPost }

/** Continues a deletion. @param signal stops after a batch @returns `again` when rows are left */
export async function finishDeletion(deletion: DeletionKey, signal: AbortSignal) {
  const { type, id } = deletion
  await workInTurns(async () => [{ id, batches: batchesOf[type] }], signal, TURN_MS)
  return (await isPending(deletion)) ? 'again' : undefined
}
