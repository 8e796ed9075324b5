import { permissionNames, staffPermissions, TOP_RANK, type Permission } from '#domain/permissions'

/** A user as the rules see it: rank and permissions, never the name of the role. */
export interface Actor {
  id: number
  rank: number
  permissions: ReadonlySet<Permission>
}

/** The machine itself, which makes the first admin, and helps one who is locked out. */
export const machine: Actor = { id: 0, rank: TOP_RANK + 1, permissions: new Set(permissionNames) }

export const outranks = (actor: { rank: number }, other: { rank: number }) =>
  actor.rank > other.rank

export const isStaff = ({ permissions }: Pick<Actor, 'permissions'>) =>
  staffPermissions.some((permission) => permissions.has(permission))

export const holdsAll = (actor: Actor, permissions: Iterable<Permission>) =>
  [...permissions].every((permission) => actor.permissions.has(permission))
