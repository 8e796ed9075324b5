import db from '@adonisjs/lucid/services/db'
import { publishChange } from '#actions/posts/join_translations'
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
    const group = await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(post.state, author)) throw new NotFoundException('post')
      unlessStale(post.updatedAt.toJSDate())
      if (post.isTrashed) return null
      await post.trash()
      await client.from('post_previews').where('post_id', id).delete()
      await IdempotencyKey.clearAnswers([`post:${id}`], client)
      return post.translationGroup
    })
    await PostDeleted.dispatch(id)
    if (group !== null) await publishChange(id, group)
  }
}
