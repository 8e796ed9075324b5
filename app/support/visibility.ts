import { isStaff, type Actor } from '#support/roles'

/** Whether someone may see a post: a draft exists for its author and staff alone. */
export function maySee(actor: Actor | null, post: { visible: boolean; user_id: number | null }) {
  return post.visible || (actor !== null && (post.user_id === actor.id || isStaff(actor)))
}
