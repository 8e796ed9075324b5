import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentDeleted from '#events/comment_deleted'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Comment from '#models/comment'
import IdempotencyKey from '#models/idempotency_key'
import Post from '#models/post'
import type { Origin } from '#domain/moderation'

interface DeleteCommentInput {
  id: number
  /** Whether it skips the trash. */
  isPurged: boolean
  postId: number
  actorId: number
  origin: Origin
  unlessStale: (revision: Date) => void
}

/**
 * A comment with replies becomes a tombstone; an author's other comment goes into the trash. Staff delete for good,
 * audited. @throws NotFoundException
 */
export default class DeleteComment {
  async handle(input: DeleteCommentInput): Promise<void> {
    const { id, postId, actorId, isPurged, origin, unlessStale } = input
    await db.transaction(async (client) => {
      // Replies take the same lock, so none can appear below a deleted comment.
      await Post.query({ client }).where('id', postId).forUpdate().firstOrFail()
      const comment = await Comment.query({ client }).where('id', id).forUpdate().firstOrFail()
      const { userId: subjectId } = comment
      const isOwn = subjectId === actorId
      if (!comment.isLiving && !(isOwn && comment.isInTrash)) throw new NotFoundException('comment')
      unlessStale(comment.updatedAt.toJSDate())
      if (comment.isTrashed && !isPurged) return

      const isAnswered = comment.repliesCount > 0
      if (isOwn && !isPurged && !isAnswered) await comment.trash()
      else if (await comment.isAnswered(client)) await comment.entomb()
      else await this.#clear(comment, client)
      await IdempotencyKey.clearAnswers([`comment:${id}`], client)
      if (isOwn) return
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
    if (parent.isDeleted && !parent.isTrashed && !(await parent.isAnswered(client)))
      await this.#clear(parent, client)
  }
}
