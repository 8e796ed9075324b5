import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import PostLockedException from '#exceptions/post_locked_exception'
import type { Actor } from '#support/roles'
import { maySeeSql, viewerValues } from '#support/visibility'

/**
 * Locks a post for a vote or a comment on it, until the transaction ends: whoever removes, locks
 * or deletes it meanwhile waits, and so do other votes and comments, which count on the same row.
 *
 * @throws NotFoundException when the actor may not know of the post, PostLockedException
 */
export async function lockForContribution(
  postId: number,
  actor: Actor,
  client: TransactionClientContract
): Promise<void> {
  const { rows } = await client.rawQuery(
    `select locked from posts where id = :postId and ${maySeeSql} for no key update`,
    { postId, ...viewerValues(actor) }
  )
  const post: { locked: boolean } | undefined = rows[0]
  if (!post) throw new NotFoundException('post')
  if (post.locked) throw new PostLockedException()
}
