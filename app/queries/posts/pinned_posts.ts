import cache from '#cache/cache'
import { Cursors } from '#db/cursor'
import { run } from '#db/statement'
import { listNameOf, listPosts, type ListedPage, type Reading } from '#queries/posts/list_posts'
import { usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { MAX_PINNED } from '#domain/pins'

/** Invalidated when any post is changed. */
export const pinnedTag = 'pinned'

const LIFETIME_MS = 60_000

/** The key of a cursor among the pinned posts, before how many of them were shown. */
const PINNED = 'pinned'

/**
 * A page of posts; pinned ones come first in `new` and `hot`, and are not repeated on later pages.
 * @throws ValidationException for a bad cursor
 */
export async function listWithPinned(
  options: ListPostsOptions,
  reading: Reading = {}
): Promise<ListedPage> {
  const place = placeOf(options)
  const ids = place === null ? [] : await pinnedIn(place)
  if (ids.length === 0) return listPosts(options, reading)

  const { cursor, skip = 0, limit = usualLimit } = options
  const cursors = new Cursors(listNameOf(options))
  const key = cursor === undefined ? [PINNED, skip] : cursors.open(cursor)
  if (key[0] !== PINNED) return listPosts(options, { ...reading, without: ids })

  const start = Number(key[1])
  const first = await pinnedPage(ids, { start, limit, options, reading })
  if (first.items.length === limit) {
    return { ...first, next: cursors.seal([PINNED, start + limit]) }
  }
  const rest = { limit: limit - first.items.length, skip: Math.max(0, start - ids.length) }
  const page = await listPosts(
    { ...options, cursor: undefined, ...rest },
    { ...reading, without: ids }
  )
  const authors = [...new Set([...first.authors, ...page.authors])]
  return { ...page, items: [...first.items, ...page.items], authors }
}

interface Part {
  start: number
  limit: number
  options: ListPostsOptions
  reading: Reading
}

async function pinnedPage(ids: number[], { start, limit, options, reading }: Part) {
  const shown = ids.slice(start, start + limit)
  const empty: ListedPage = { items: [], list: '', next: null, authors: [] }
  if (shown.length === 0) return empty
  const asked = { ...options, cursor: undefined, skip: undefined, limit: shown.length }
  const page = await listPosts(asked, { ...reading, only: shown })
  const items = page.items
    .map((item) => ({ ...item, key: [PINNED, ids.indexOf(item.id) + 1] }))
    .sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id))
  return { ...page, items }
}

/** The lists with pinned posts: those of the site and of an author, without other filters. */
function placeOf({ limit, skip, cursor, sort, author, ...filters }: ListPostsOptions) {
  if (sort !== undefined && sort !== 'new' && sort !== 'hot') return null
  if (Object.values(filters).some((value) => value !== undefined)) return null
  return author === undefined ? 'site' : Number(author)
}

/** The ids of the pinned posts that everybody may see, newest first. */
const pinnedIn = (place: 'site' | number): Promise<number[]> =>
  cache.remember(`pinned:${place}`, { tags: [pinnedTag], ttl: LIFETIME_MS, stale }, async () => {
    const posts = await run<{ id: number }>(place === 'site' ? ofSite : ofAuthor(place))
    return posts.map(({ id }) => id)
  })

const stale = { unless: [pinnedTag], mark: (ids: number[]) => ids }

const textOf = (condition: string) => `
  select id from posts where visible and ${condition}
  order by listed_at desc, id desc limit ${MAX_PINNED}`

const ofSite = { name: 'pinned', text: textOf(`pinned = 'site'`), values: [] }

const ofAuthor = (id: number) => ({
  name: 'pinned by author',
  text: textOf(`pinned = 'author' and user_id = $1`),
  values: [id],
})
