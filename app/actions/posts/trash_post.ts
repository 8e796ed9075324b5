import db from '@adonisjs/lucid/services/db'
import PostDeleted from '#events/post_deleted'
import IdempotencyKey from '#models/idempotency_key'
import Post from '#models/post'
import NotFoundException from '#exceptions/not_found_exception'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

interface TrashPostInput {
  id: number
  author: Actor
  unlessStale: (revision: Date) => void
}

/** Puts a post into its author's trash. Idempotent. @throws NotFoundException */
export default class TrashPost {
  async handle({ id, author, unlessStale }: TrashPostInput): Promise<void> {
    await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(post.state, author)) throw new NotFoundException('post')
      unlessStale(post.updatedAt.toJSDate())
      if (post.isTrashed) return
      await post.trash()
      await IdempotencyKey.clearAnswers([`post:${id}`], client)
    })
    await PostDeleted.dispatch(id)
  }
}
