import type { ApiClient } from '@japa/api-client'
import { CommentFactory } from '#database/factories/comment_factory'
import { PostFactory } from '#database/factories/post_factory'
import type User from '#models/user'
import { people, reason, report } from '#tests/support/staff'

/** Two reports on a post, one on its comment and one on its author, in this order. */
export async function queue(client: ApiClient) {
  const [moe, mia, author] = await people('moderator', 'moderator', 'member')
  const title = 'Buy watches'
  const post = await PostFactory.merge({ userId: author.id, title }).create()
  const comment = await CommentFactory.merge({ postId: post.id, userId: author.id }).create()
  const first = await report(client, 'post', post)
  const onComment = await report(client, 'comment', comment)
  const onUser = await report(client, 'user', author)
  const second = await report(client, 'post', post)
  return { moe, mia, author, post, comment, first, second, onComment, onUser }
}

/** Handles a report through the API. */
export const patch = (client: ApiClient, actor: User, { id }: { id: number }, fields: object) =>
  client.patch(`/admin/reports/${id}`).loginAs(actor).json(fields)

/** A body that closes reports. */
export const dismissed = { status: 'dismissed', reason }
