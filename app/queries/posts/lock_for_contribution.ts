import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import NotFoundException from '#exceptions/not_found_exception'
import CommentsClosedException from '#exceptions/comments_closed_exception'
import VotesClosedException from '#exceptions/votes_closed_exception'
import PostLockedException from '#exceptions/post_locked_exception'
import PostTrashedException from '#exceptions/post_trashed_exception'
import type { Actor } from '#domain/roles'
import { mayComment, mayContribute, maySeePost, mayVote } from '#domain/visibility'

const rules = { vote: mayVote, comment: mayComment }

type Contribution = keyof typeof rules

/**
 * Until the transaction ends. @throws NotFoundException, PostLockedException, CommentsClosedException,
 * VotesClosedException, PostTrashedException, InvalidTokenException if erased
 */
export async function lockForContribution(
  postId: number,
  actor: Actor,
  contribution: Contribution,
  client: TransactionClientContract
): Promise<void> {
  const { rows } = await client.rawQuery(
    `select ${mayContribute.sqlFor(actor)} as is_open, ${rules[contribution].sqlFor(actor)} as takes_it,
       trashed_at is not null as is_trashed,
       not exists (select from authors where id = :viewerId) as is_erased
     from posts where id = :postId and ${maySeePost.sqlFor(actor)} for no key update`,
    { postId, viewerId: actor.id }
  )
  const post: Record<'is_open' | 'takes_it' | 'is_trashed' | 'is_erased', boolean> | undefined =
    rows[0]
  if (!post) throw new NotFoundException('post')
  if (post.is_erased) throw new InvalidTokenException('The session has ended')
  if (post.is_trashed) throw new PostTrashedException()
  if (!post.is_open) throw new PostLockedException()
  if (post.takes_it) return
  throw contribution === 'vote' ? new VotesClosedException() : new CommentsClosedException()
}

/** Locks post `$1` for user `$2` if it is open. Without a row, use {@link lockForContribution}. */
export const lockOpenPost = (contribution: Contribution, columns: string) => `
  select ${columns} from posts
  where id = $1 and ${rules[contribution].forVisitors} and exists (select from authors where id = $2)
  for no key update`

/** Locks the posts `$1`, and skips locked ones. */
export const lockOpenPosts = (contribution: Contribution, columns: string) => `
  select ${columns} from posts where id = any($1) and ${rules[contribution].forVisitors}
  for no key update skip locked`
