import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentDeleted from '#events/comment_deleted'
import Comment from '#models/comment'
import Post from '#models/post'

interface DeleteCommentInput {
  id: number
  postId: number
  unlessStale: (revision: Date) => void
}

/** Deletes a comment; with replies, a tombstone stays as long as they do. */
export default class DeleteComment {
  async handle({ id, postId, unlessStale }: DeleteCommentInput): Promise<void> {
    await db.transaction(async (client) => {
      // Replies are written under the same lock, so none can appear below a comment that goes.
      await Post.query({ client }).where('id', postId).forUpdate().firstOrFail()
      const comment = await Comment.living(client).where('id', id).forUpdate().firstOrFail()
      unlessStale(comment.updatedAt.toJSDate())

      if (comment.repliesCount > 0) await comment.entomb()
      else await this.#clear(comment, client)
    })
    await CommentDeleted.dispatch(postId)
  }

  /** Deletes a comment, and above it the tombstones that stood for its sake alone. */
  async #clear(comment: Comment, client: TransactionClientContract): Promise<void> {
    await comment.delete()
    if (comment.parentId === null) return
    const parent = await Comment.query({ client }).where('id', comment.parentId).firstOrFail()
    if (parent.isDeleted && parent.repliesCount === 0) await this.#clear(parent, client)
  }
}
