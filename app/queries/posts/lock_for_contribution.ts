import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import NotFoundException from '#exceptions/not_found_exception'
import PostLockedException from '#exceptions/post_locked_exception'
import type { Actor } from '#domain/roles'
import { mayContribute, maySeePost } from '#domain/visibility'

/**
 * Until the transaction ends. @throws NotFoundException, PostLockedException, InvalidTokenException if
 * erased
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

/** Locks post `$1` for user `$2` if it is open; no row otherwise: then use {@link lockForContribution}. */
export const lockOpenPost = (columns: string) => `
  select ${columns} from posts
  where id = $1 and ${mayContribute.forVisitors} and exists (select from authors where id = $2)
  for no key update`

/** Locks the posts `$1`, and skips those that are locked. */
export const lockOpenPosts = (columns: string) => `
  select ${columns} from posts where id = any($1) and ${mayContribute.forVisitors}
  for no key update skip locked`
