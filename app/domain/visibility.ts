import { isStaff, type Actor } from '#domain/roles'

export interface PostState {
  user_id: number | null
  visible: boolean
  removed_at: Date | null
}

/**
 * Whether someone may see a post: a draft exists for its author and staff alone, a removed one for
 * staff alone.
 */
export function maySee(actor: Actor | null, post: PostState): boolean {
  if (post.visible) return true
  if (actor === null) return false
  return isStaff(actor) || (post.user_id === actor.id && post.removed_at === null)
}

/**
 * The same as a condition of SQL on `posts`, for who is signed in, with `viewerValues` as its values: a row
 * that somebody may not see is neither read nor locked for them.
 */
export const maySeeSql = `
  (posts.visible or :isStaff or (posts.user_id = :viewerId and posts.removed_at is null))`

export const viewerValues = (actor: Actor) => ({ isStaff: isStaff(actor), viewerId: actor.id })
