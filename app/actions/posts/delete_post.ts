import db from '@adonisjs/lucid/services/db'
import PostDeleted from '#events/post_deleted'
import Post from '#models/post'

interface DeletePostInput {
  id: number
  unlessStale: (revision: Date) => void
}

/** Deletes a post with its comments and votes. */
export default class DeletePost {
  async handle({ id, unlessStale }: DeletePostInput): Promise<void> {
    await db.transaction(async (client) => {
      const post = await Post.query({ client }).where('id', id).forUpdate().firstOrFail()
      unlessStale(post.updatedAt.toJSDate())
      await post.delete()
    })
    await PostDeleted.dispatch(id)
  }
}
