export const roles = ['member', 'moderator', 'admin'] as const

export type Role = (typeof roles)[number]

/** Who asks, as far as rules need to know. */
export interface Actor {
  id: number
  role: Role
}

/** Whether someone stands above another: nobody acts on an equal or a higher role. */
export const outranks = (actor: { role: Role }, other: { role: Role }) =>
  roles.indexOf(actor.role) > roles.indexOf(other.role)

/** Whether someone moderates. */
export const isStaff = ({ role }: Actor) => role !== 'member'
