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

/** Whether someone may take away what another wrote: one's own, and as staff all but of who stands higher. */
export const mayTake = (actor: Actor, { user_id: authorId, author_role: role }: Written) =>
  authorId === actor.id || (isStaff(actor) && (role === null || !outranks({ role }, actor)))

/** Something that has an author; null once the account is erased. */
export interface Written {
  user_id: number | null
  author_role: Role | null
}

/** Whether someone moderates. */
export const isStaff = ({ role }: Actor) => role !== 'member'
