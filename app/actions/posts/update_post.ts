import db from '@adonisjs/lucid/services/db'
import PostUpdated from '#events/post_updated'
import NotFoundException from '#exceptions/not_found_exception'
import Post from '#models/post'
import { attributesOf } from '#resources/definition/columns'
import type { UpdateFields } from '#resources/definition/resource'
import type { post } from '#resources/post'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

interface UpdatePostInput {
  id: number
  /** Whose post it is: one that was removed meanwhile is not there for its author any more. */
  author: Actor
  changes: UpdateFields<typeof post>
  /** Refuses the present state, when the client has seen another one. */
  unlessStale: (revision: Date) => void
}

/**
 * Changes the named fields of a post, all or none.
 *
 * @throws NotFoundException
 */
export default class UpdatePost {
  async handle({ id, author, changes, unlessStale }: UpdatePostInput): Promise<void> {
    await db.transaction(async (client) => {
      const locked = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      if (!maySeePost.holds(locked.state, author)) throw new NotFoundException('post')
      unlessStale(locked.updatedAt.toJSDate())
      await locked.edit(attributesOf(changes))
    })
    await PostUpdated.dispatch(id)
  }
}
