import type { ListPostsOptions } from '#queries/posts/list_options'
import { MAX_PINNED, type Pin } from '#domain/pins'

/** The third part of a cursor that ends among the pinned posts. */
export const PINNED = 'pinned'

/**
 * SQL: whether a post comes first. Lists of the site and of an author have pinned posts in `new` and `hot`,
 * without other filters; null for other lists.
 */
export function pinsOf({
  limit,
  skip,
  cursor,
  sort = 'new',
  author,
  ...filters
}: ListPostsOptions): string | null {
  if (sort !== 'new' && sort !== 'hot') return null
  if (Object.values(filters).some((value) => value !== undefined)) return null
  const pin: Pin = author === undefined ? 'site' : 'author'
  return `(posts.visible and posts.pinned = '${pin}')`
}

interface PinnedFirst {
  pins: string
  conditions: string[]
  /** Conditions of the cursor, for pinned posts only. */
  after: string[]
  order: string
  limit: number
}

/** The pinned posts, then the first of the others. */
export function pinnedFirst({ pins, conditions, after, order, limit }: PinnedFirst): string {
  const part = (isPinned: boolean, rows: number, ...more: string[]) => `(
    select posts.*, ${isPinned} as is_pinned from posts
    where ${[...conditions, ...more].join(' and ')} order by ${order} limit ${rows})`
  const pinned = part(true, MAX_PINNED, pins, ...after)
  return `(${pinned} union all ${part(false, limit, unpinned(pins))}) as posts`
}

export const unpinned = (pins: string) => `${pins} is not true`
