import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import CommentCreated from '#events/comment_created'
import ValidationException from '#exceptions/validation_exception'
import Comment from '#models/comment'
import { lockForContribution } from '#queries/posts/lock_for_contribution'
import { afterCommit } from '#support/after_commit'
import type { Actor } from '#support/roles'

interface CreateCommentInput {
  author: Actor
  postId: number
  parentId?: number | null
  content: string
  client: QueryClientContract
}

/**
 * Comments on a post, or replies to a comment on it.
 *
 * @throws NotFoundException, PostLockedException, ValidationException when there can be no such reply
 */
export default class CreateComment {
  async handle(input: CreateCommentInput): Promise<Comment> {
    const { author, postId, parentId = null, content, client } = input
    const comment = await client.transaction(async (trx) => {
      await lockForContribution(postId, author, trx)
      const depth = parentId === null ? 0 : await this.#depthUnder(parentId, postId, trx)
      return Comment.create(
        { postId, userId: author.id, parentId, depth, content },
        { client: trx }
      )
    })
    await afterCommit(client, () => CommentCreated.dispatch(postId))
    return comment
  }

  async #depthUnder(parentId: number, postId: number, client: TransactionClientContract) {
    const parent = await Comment.query({ client }).where({ id: parentId, postId }).first()
    if (!parent?.isLiving) refuse('exists', 'There is no such comment on this post.')
    if (parent.depth === Comment.maxDepth) {
      refuse('depth', `Replies nest ${Comment.maxDepth} deep at most: reply further up.`)
    }
    return parent.depth + 1
  }
}

function refuse(rule: string, detail: string): never {
  throw new ValidationException([{ pointer: '/parent_id', rule, detail }])
}
