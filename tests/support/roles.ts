import { builtInRoles, grantsOf } from '#domain/permissions'
import type { Actor } from '#domain/roles'

/** The roles of most tests. */
export const roles = ['member', 'moderator', 'admin'] as const
export type Role = 'author' | 'editor' | (typeof roles)[number]

/** A user with a built-in role. */
export function actorAs(role: string, id: number): Actor {
  const { rank, permissions } = builtInRoles.find(({ name }) => name === role)!
  return { id, rank, permissions: grantsOf(role, permissions, 'members') }
}
