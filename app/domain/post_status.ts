/** The states of a post, in the order in which they apply, each with its SQL condition on `posts`. */
const states = {
  deleted: ['posts.trashed_at is not null', 'posts.trashed_at is null'],
  published: ['posts.published', 'not posts.published'],
  scheduled: ['posts.publish_at is not null', 'posts.publish_at is null'],
  unpublished: ['posts.published_at is not null', 'posts.published_at is null'],
  draft: ['true', 'false'],
} as const

export type PostStatus = keyof typeof states

export const postStatuses = Object.keys(states) as PostStatus[]

export const statusOfPost = `case ${postStatuses
  .map((status) => `when ${states[status][0]} then '${status}'`)
  .join(' ')} end`

/** SQL: whether a row of `posts` has this state. */
export function hasStatus(status: PostStatus): string {
  const earlier = postStatuses.slice(0, postStatuses.indexOf(status))
  const conditions = [states[status][0], ...earlier.map((one) => states[one][1])]
  return conditions.filter((condition) => condition !== 'true').join(' and ')
}

/** What only `/posts/{id}/publication` changes. */
export interface ScheduleOfPost {
  status: PostStatus
  publish_at: Date | null
  unpublish_at: Date | null
  time_zone: string | null
}

/** Why a due schedule was kept back. */
export const holds = ['late', 'invalid', 'slug_taken'] as const

/** What happens with a schedule that is late by more than SCHEDULE_GRACE. */
export const missedPolicies = ['publish', 'hold'] as const
export type MissedPolicy = (typeof missedPolicies)[number]

/** SQL: whether a post is in the trash of its author, who may restore and purge it. */
export const isInTrash = `
  posts.trashed_at is not null and posts.removed_at is null and posts.deleted_at is null`
