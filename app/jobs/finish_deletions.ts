import type { Batch } from '#jobs/deletions/batch'
import { deletedPost } from '#jobs/deletions/deleted_post'
import { erasedUser } from '#jobs/deletions/erased_user'
import { workInTurns } from '#jobs/work_in_turns'
import { pendingDeletions, type Deletion } from '#queries/deletions'

const batchesOf: Record<Deletion['type'], Batch[]> = { user: erasedUser, post: deletedPost }

/**
 * Goes on with what is left of erased accounts and deleted posts.
 *
 * @param signal ends it after the batch under way
 * @returns how many rows it changed
 */
export const finishDeletions = (signal?: AbortSignal): Promise<number> =>
  workInTurns(async () => {
    const deletions = await pendingDeletions()
    return deletions.map(({ type, id }) => ({ id, batches: batchesOf[type] }))
  }, signal)
