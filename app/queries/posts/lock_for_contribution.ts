import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import NotFoundException from '#exceptions/not_found_exception'
import PostLockedException from '#exceptions/post_locked_exception'
import type { Actor } from '#domain/roles'
import { mayContribute, maySeePost } from '#domain/visibility'

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
    `select ${mayContribute.sqlFor(actor)} as is_open,
       not exists (select from authors where id = :viewerId) as is_erased
     from posts where id = :postId and ${maySeePost.sqlFor(actor)} for no key update`,
    { postId, viewerId: actor.id }
  )
  const post: { is_open: boolean; is_erased: boolean } | undefined = rows[0]
  if (!post) throw new NotFoundException('post')
  if (post.is_erased) throw new InvalidTokenException('The session has ended')
  if (!post.is_open) throw new PostLockedException()
}

/**
 * SQL that locks the post `$1` for a contribution of the user `$2`, where anybody may contribute: no row for
 * any other post, which {@link lockForContribution} looks at.
 */
export const lockOpenPost = (columns: string) => `
  select ${columns} from posts
  where id = $1 and ${mayContribute.forAnybody} and exists (select from authors where id = $2)
  for no key update`

/** The same of the posts `$1`, but for those that it would have to wait for. */
export const lockOpenPosts = (columns: string) => `
  select ${columns} from posts where id = any($1) and ${mayContribute.forAnybody}
  for no key update skip locked`
