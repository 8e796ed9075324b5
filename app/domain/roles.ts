import { permissionNames, staffPermissions, TOP_RANK, type Permission } from '#domain/permissions'

/** Who asks, as far as rules need to know: what the role of a user is worth, never its name. */
export interface Actor {
  id: number
  rank: number
  permissions: ReadonlySet<Permission>
}

/** The machine itself, which makes the first admin. */
export const machine: Actor = { id: 0, rank: TOP_RANK, permissions: new Set(permissionNames) }

/** Whether someone stands above another: nobody acts on a user of an equal or a higher rank. */
export const outranks = (actor: { rank: number }, other: { rank: number }) =>
  actor.rank > other.rank

/** Whether someone moderates, edits or administers, in whatever way. */
export const isStaff = ({ permissions }: Pick<Actor, 'permissions'>) =>
  staffPermissions.some((permission) => permissions.has(permission))

/** Whether someone may do all that another may. */
export const holdsAll = (actor: Actor, permissions: Iterable<Permission>) =>
  [...permissions].every((permission) => actor.permissions.has(permission))
