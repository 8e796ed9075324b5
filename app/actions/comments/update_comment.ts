import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentUpdated from '#events/comment_updated'
import CommentTrashedException from '#exceptions/comment_trashed_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Comment from '#models/comment'
import Post from '#models/post'
import { lockForContribution } from '#queries/posts/lock_for_contribution'
import { afterCommit } from '#db/after_commit'
import type { Actor } from '#domain/roles'

interface UpdateCommentInput {
  id: number
  postId: number
  author: Actor
  content?: string
  /** False takes it out of the trash, if its post takes comments. */
  deleted?: boolean
  unlessStale: (revision: Date) => void
  client: QueryClientContract
}

/**
 * Changes or restores a comment. @throws NotFoundException, CommentTrashedException, PostLockedException,
 * CommentsClosedException, PostTrashedException
 */
export default class UpdateComment {
  async handle(input: UpdateCommentInput): Promise<void> {
    const { postId, content, unlessStale, client } = input
    await client.transaction(async (trx) => {
      const comment = await lock(input, trx)
      if (comment.isTrashed) await lockForContribution(postId, input.author, 'comment', trx)
      unlessStale(comment.updatedAt.toJSDate())
      comment.deletedAt = null
      if (content !== undefined) comment.content = content
      await comment.save()
    })
    await afterCommit(client, () => CommentUpdated.dispatch(postId))
  }
}

async function lock(
  { id, postId, author, deleted }: UpdateCommentInput,
  client: TransactionClientContract
): Promise<Comment> {
  // Each change to the counts of a post locks it first.
  if (deleted === false) await Post.query({ client }).where('id', postId).forUpdate().first()
  const comment = await Comment.query({ client }).where('id', id).forUpdate().first()
  const isOwn = comment?.userId === author.id
  if (!isOwn || !(comment.isLiving || comment.isInTrash)) throw new NotFoundException('comment')
  if (comment.isTrashed && deleted !== false) throw new CommentTrashedException()
  return comment
}
