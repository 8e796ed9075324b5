import type { Permission } from '#domain/permissions'
import { outranks } from '#domain/roles'
import { all, any, Rule, viewerIs } from '#domain/rule'

/** Something that has an author; both null once the account is erased. */
export interface Written {
  user_id: number | null
  author_rank: number | null
}

/** SQL: the rank of a row of `users`; null where there is none. */
export const rankOfUser = '(select rank from roles where roles.name = users.role)'

/** Nobody acts on a user of an equal or a higher rank. The SQL is about `users`. */
export const mayActOnUser = new Rule<{ rank: number }>(
  ({ rank }, actor) => actor !== null && outranks(actor, { rank }),
  ({ viewer: actor }) => actor !== null && `${rankOfUser} < ${actor.rank}`
)

/**
 * Nobody acts on what a user of a higher rank wrote; an equal rank is no obstacle. The SQL is about the
 * author, as `users`, who is not there once erased.
 */
const isNotByHigherRank = new Rule<Pick<Written, 'author_rank'>>(
  ({ author_rank: rank }, actor) => actor !== null && (rank === null || !outranks({ rank }, actor)),
  ({ viewer: actor }) => actor !== null && `coalesce(${rankOfUser}, 0) <= ${actor.rank}`
)

/** What a permission lets its holders do to what others wrote. */
export const mayActOnWritten = (permission: Permission) =>
  all(
    viewerIs(({ permissions }) => permissions.has(permission)),
    isNotByHigherRank
  )

/** Users change what they wrote themselves, holders of the permission what others wrote. The SQL is about `users`, who wrote it. */
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
