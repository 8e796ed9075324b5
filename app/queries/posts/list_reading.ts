import { conditionsOf, orderWithin } from '#queries/filters'
import { leadOf } from '#queries/posts/leading'
import type { ListPostsOptions } from '#queries/posts/list_options'
import type { TagFilter } from '#queries/tags/tag_filter'
import type { View } from '#resources/definition/view'
import { ANY_TYPE, BUILT_IN_TYPE } from '#domain/types/type'
import { isListed, maySeePost, postExists } from '#domain/visibility'

/** All posts. Each half has its own indexes. */
const halves = (visible: string) => `(
  select * from posts where ${visible} union all select * from posts where not visible) as posts`

/** The conditions of the index of slugs. */
const inSlugs = 'visible and published_at is not null and deleted_at is null'

/** These have an index of visible posts, and one of the others. */
const HALVED_SORTS = ['updated', 'title', '-title']

/** These have an index of listed posts, and one of the others. */
const HALVED_PUBLIC_SORTS = ['top', 'hot']

interface Asked {
  view: View
  sort: string
  /** For the author of all posts in the list, and for staff. */
  withDrafts?: boolean
  tags?: TagFilter
}

/** The rows of a list, their order, and the way to read them. @throws ValidationException */
export async function readingOf(
  options: ListPostsOptions,
  { view, sort, withDrafts = false, tags }: Asked
) {
  const { audience } = view
  const isPublic = audience !== 'staff' && !withDrafts
  const order = orderWithin(view, { ...options, sort })
  // Where all posts are published, the condition would only be read row by row.
  const { status, ...others } = options
  const isOfAnyType = options.type === ANY_TYPE
  const asked = { ...(isPublic ? others : options), ...(isOfAnyType && { type: undefined }) }
  const conditions = conditionsOf(view, asked)
  const isWithin = (column: string) => conditions.some(({ range }) => range?.column === column)
  const isPublished = isWithin('posts.listed_at')
  const rule = audience === 'staff' ? postExists : maySeePost
  const seen = [withDrafts ? rule.forAuthor : rule.forVisitors]
  const { type = BUILT_IN_TYPE } = options
  if (isPublic && type === BUILT_IN_TYPE) seen.push(isListed)
  if (withDrafts && !status) seen.push('posts.trashed_at is null')
  // Lets the index of an author's drafts match.
  if (withDrafts && status && status !== 'published') seen.push('not posts.published')
  if (isPublished && !isPublic) seen.push('posts.published_at is not null')
  // Only staff see the schedule of a published post's working copy.
  if (isWithin('posts.publish_at') && audience !== 'staff') seen.push('not posts.published')
  const lead = await leadOf({
    conditions,
    tags,
    sort,
    key: order.columns[0],
    audience,
    halved: isPublic ? 'posts' : halves('visible'),
    seen: seen.join(' and '),
  })
  return {
    order,
    conditions,
    lead,
    seen: seen.join(' and '),
    isOfAnyType,
    halvedBy: isPublic
      ? isOfAnyType && lead.along.length === 0 && HALVED_PUBLIC_SORTS.includes(sort) && 'unlisted'
      : HALVED_SORTS.includes(sort) && 'visible',
    fewFrom: isPublic ? `(select * from posts where ${inSlugs}) as posts` : halves(inSlugs),
  }
}

export type ListReading = Awaited<ReturnType<typeof readingOf>>

interface Half {
  /** A column that is true in one half. */
  by: string
  conditions: string[]
  columns: string[]
  direction: string
  limit: number
}

/** The first posts of each half. The caller sorts them again. */
export function firstOfHalves({ by, conditions, columns, direction, limit }: Half): string {
  const order = columns.map((column) => `${column} ${direction}`).join(', ')
  const half = (condition: string) => `(
    select posts.* from posts where ${[condition, ...conditions].join(' and ')}
    order by ${order} limit ${limit})`
  return `(${half(`posts.${by}`)} union all ${half(`not posts.${by}`)}) as posts`
}
