import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import PostCreated from '#events/post_created'
import Post from '#models/post'
import { afterCommit } from '#support/after_commit'

interface CreatePostInput {
  authorId: number
  title: string
  content: string
  published?: boolean
  client: QueryClientContract
}

/** Writes a post, or a draft of one. */
export default class CreatePost {
  async handle({ authorId, published = true, client, ...text }: CreatePostInput): Promise<Post> {
    const publishedAt = published ? DateTime.now() : null
    const post = await Post.create(
      { userId: authorId, published, publishedAt, ...text },
      { client }
    )
    await afterCommit(client, () => PostCreated.dispatch(post.id))
    return post
  }
}
