import type { Permission } from '#domain/permissions'
import { outranks } from '#domain/roles'
import { all, any, Rule, viewerIs } from '#domain/rule'

/** A post or comment. Both members are null after the author's account is erased. */
export interface Written {
  user_id: number | null
  author_rank: number | null
}

/** SQL: the rank of a row of `users`. */
export const rankOfUser = '(select rank from roles where roles.name = users.role)'

/** Staff act only on users of a lower rank. The SQL is about `users`. */
export const mayActOnUser = new Rule<{ rank: number }>(
  ({ rank }, actor) => actor !== null && outranks(actor, { rank }),
  ({ viewer: actor }) => actor !== null && `${rankOfUser} < ${actor.rank}`
)

/** Staff act only on content of authors up to their own rank. The SQL is about the author, as `users`. */
const isNotByHigherRank = new Rule<Pick<Written, 'author_rank'>>(
  ({ author_rank: rank }, actor) => actor !== null && (rank === null || !outranks({ rank }, actor)),
  ({ viewer: actor }) => actor !== null && `coalesce(${rankOfUser}, 0) <= ${actor.rank}`
)

export const mayActOnWritten = (permission: Permission) =>
  all(
    viewerIs(({ permissions }) => permissions.has(permission)),
    isNotByHigherRank
  )

/** Users change their own content; holders of the permission change content of others. */
const ownOr = (permission: Permission) =>
  any<Written>(
    new Rule<Written>(
      ({ user_id: authorId }, actor) => actor !== null && authorId === actor.id,
      ({ viewer: actor, mark }) => actor !== null && `users.id = ${mark}`
    ),
    mayActOnWritten(permission)
  )

export const mayEditPost = ownOr('posts.edit_any')
export const mayTakePost = ownOr('posts.remove')
export const mayTakeComment = ownOr('comments.remove')
