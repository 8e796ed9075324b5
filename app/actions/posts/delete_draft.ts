import db from '@adonisjs/lucid/services/db'
import { keepDraft } from '#actions/posts/keep_draft'
import { lockForDraft } from '#actions/posts/lock_for_draft'
import { refuseScheduled } from '#actions/posts/refuse_unreviewed'
import type { Present } from '#exceptions/precondition_failed_exception'
import { findDraft } from '#queries/posts/drafts'
import type { Actor } from '#domain/roles'

interface DeleteDraftInput {
  postId: number
  actor: Actor
  unlessStale: (revision: Date, present: Present) => void
}

/**
 * Deletes a working copy; another editor's is kept as a revision. Idempotent.
 * @throws NotFoundException, PostTrashedException, ForbiddenException
 */
export default class DeleteDraft {
  handle({ postId, actor, unlessStale }: DeleteDraftInput): Promise<void> {
    return db.transaction(async (client) => {
      refuseScheduled(await lockForDraft(postId, actor, client), actor)
      const { editorId, present } = await findDraft(postId, client)
      unlessStale(present.savedAt, present)
      if (editorId !== null && editorId !== actor.id) await keepDraft(postId, client)
      await client.from('post_drafts').where('post_id', postId).delete()
    })
  }
}
