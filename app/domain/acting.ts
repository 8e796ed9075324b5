import { isStaff, outranks, roles, type Role } from '#domain/roles'
import { all, any, Rule, viewerIs } from '#domain/rule'

/** Something that has an author; null once the account is erased. */
export interface Written {
  user_id: number | null
  author_role: Role | null
}

/** Nobody acts on a user of an equal or a higher role. The SQL is about `users`. */
export const mayActOnUser = new Rule<{ role: Role }>(
  ({ role }, actor) => actor !== null && outranks(actor, { role }),
  ({ viewer: actor }) =>
    actor !== null && isOneOf(roles.filter((role) => outranks(actor, { role })))
)

/**
 * Nobody acts on what a user of a higher role wrote; an equal role is no obstacle. The SQL is about the
 * author, as `users`, who is not there once erased.
 */
const isNotByHigherRole = new Rule<Pick<Written, 'author_role'>>(
  ({ author_role: role }, actor) => actor !== null && (role === null || !outranks({ role }, actor)),
  ({ viewer: actor }) =>
    actor !== null &&
    `(users.role is null or ${isOneOf(roles.filter((role) => !outranks({ role }, actor)))})`
)

/** What staff do to what others wrote. */
export const mayActOnWritten = all(viewerIs(isStaff), isNotByHigherRole)

/** Users take away what they wrote themselves, staff what others wrote. The SQL is about `users`, who wrote it. */
export const mayTake = any<Written>(
  new Rule<Written>(
    ({ user_id: authorId }, actor) => actor !== null && authorId === actor.id,
    ({ viewer: actor, mark }) => actor !== null && `users.id = ${mark}`
  ),
  mayActOnWritten
)

const isOneOf = (names: Role[]) =>
  names.length > 0 && `users.role in (${names.map((name) => `'${name}'`).join(', ')})`
