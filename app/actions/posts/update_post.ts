import db from '@adonisjs/lucid/services/db'
import PostUpdated from '#events/post_updated'
import Post from '#models/post'

interface UpdatePostInput {
  id: number
  changes: { title?: string; content?: string; published?: boolean }
  /** Refuses the present state, when the client has seen another one. */
  unlessStale: (revision: Date) => void
}

/** Changes the named fields of a post, all or none. */
export default class UpdatePost {
  async handle({ id, changes, unlessStale }: UpdatePostInput): Promise<void> {
    await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      unlessStale(post.updatedAt.toJSDate())
      await post.edit(changes)
    })
    await PostUpdated.dispatch(id)
  }
}
