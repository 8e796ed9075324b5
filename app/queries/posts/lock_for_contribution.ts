import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import NotFoundException from '#exceptions/not_found_exception'
import PostLockedException from '#exceptions/post_locked_exception'
import type { Actor } from '#domain/roles'
import { maySeeSql, viewerValues } from '#domain/visibility'

/**
 * Locks a post for a vote or a comment on it, until the transaction ends: whoever removes, locks
 * or deletes it meanwhile waits, and so do other votes and comments, which count on the same row.
 *
 * @throws NotFoundException when the actor may not know of the post, PostLockedException,
 *   InvalidTokenException when the account was erased meanwhile
 */
export async function lockForContribution(
  postId: number,
  actor: Actor,
  client: TransactionClientContract
): Promise<void> {
  const { rows } = await client.rawQuery(
    `select locked, not exists (select from authors where id = :viewerId) as is_erased
     from posts where id = :postId and deleted_at is null and ${maySeeSql} for no key update`,
    { postId, ...viewerValues(actor) }
  )
  const post: { locked: boolean; is_erased: boolean } | undefined = rows[0]
  if (!post) throw new NotFoundException('post')
  if (post.is_erased) throw new InvalidTokenException('The session has ended')
  if (post.locked) throw new PostLockedException()
}
