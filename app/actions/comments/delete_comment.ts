import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentDeleted from '#events/comment_deleted'
import AuditEntry from '#models/audit_entry'
import Comment from '#models/comment'
import IdempotencyKey from '#models/idempotency_key'
import Post from '#models/post'
import type { Origin } from '#domain/moderation'

interface DeleteCommentInput {
  id: number
  postId: number
  actorId: number
  origin: Origin
  unlessStale: (revision: Date) => void
}

/** A comment with replies stays as a tombstone. A deletion by staff is audited. */
export default class DeleteComment {
  async handle({ id, postId, actorId, origin, unlessStale }: DeleteCommentInput): Promise<void> {
    await db.transaction(async (client) => {
      // Replies take the same lock, so none can appear below a deleted comment.
      await Post.query({ client }).where('id', postId).forUpdate().firstOrFail()
      const comment = await Comment.living(client).where('id', id).forUpdate().firstOrFail()
      unlessStale(comment.updatedAt.toJSDate())
      const { userId: subjectId } = comment

      if (await comment.isAnswered(client)) await comment.entomb()
      else await this.#clear(comment, client)
      await IdempotencyKey.clearAnswers([`comment:${id}`], client)
      if (subjectId === actorId) return
      const act = { action: 'comment.delete', targetType: 'comment', targetId: id } as const
      await AuditEntry.record({ ...act, subjectId, after: { deleted: true } }, origin, client)
    })
    await CommentDeleted.dispatch(postId)
  }

  /** Deletes a comment and the tombstones above it that have no other reply. */
  async #clear(comment: Comment, client: TransactionClientContract): Promise<void> {
    await comment.delete()
    if (comment.parentId === null) return
    const parent = await Comment.query({ client }).where('id', comment.parentId).firstOrFail()
    if (parent.isDeleted && !(await parent.isAnswered(client))) await this.#clear(parent, client)
  }
}
