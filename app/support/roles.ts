export const roles = ['member', 'moderator', 'admin'] as const

export type Role = (typeof roles)[number]

/** Who asks, as far as rules need to know. */
export interface Actor {
  id: number
  role: Role
}

/** Whether someone moderates. */
export const isStaff = ({ role }: Actor) => role !== 'member'
