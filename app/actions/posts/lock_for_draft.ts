import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import Post from '#models/post'
import type { Actor } from '#domain/roles'
import { maySeePost } from '#domain/visibility'

/** Locks a post for a change of its working copy; votes go on. @throws NotFoundException, PostTrashedException */
export async function lockForDraft(
  postId: number,
  actor: Actor,
  client: TransactionClientContract
): Promise<Post> {
  await client.rawQuery('select from posts where id = :postId for no key update', { postId })
  const post = await Post.query({ client }).where('id', postId).firstOrFail()
  if (!maySeePost.holds(post.state, actor)) throw new NotFoundException('post')
  if (post.isTrashed) throw new PostTrashedException()
  return post
}
