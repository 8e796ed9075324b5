import { listDocument, type Document } from '#queries/document'
import { Cursors } from '#queries/cursor'
import { openPostJson, partsOfPost, shownPost, type PostParts } from '#queries/json'
import type { Order, PageOptions } from '#queries/keyset'
import { run, Values } from '#queries/statement'

export type PostSort = 'new' | 'old' | 'top' | 'hot' | 'relevance'

export interface ListPostsOptions extends PageOptions {
  /** Words as one types them into a search engine: `"phrase" -not or`. */
  search?: string
  /** New, or by relevance when there is a search. */
  sort?: PostSort
  /** The id of the author. */
  author?: number
}

/** A page of posts as everybody sees it, with its parts: each post as a JSON text, beside its id. */
export interface PostPage extends Document {
  ids: number[]
  items: string[]
  next: string | null
}

export const postColumns = [
  'posts.id',
  'posts.user_id',
  'posts.title',
  'posts.content',
  'posts.published',
  'posts.locked',
  'posts.visible',
  'posts.removed_at',
  'posts.votes_count',
  'posts.upvotes',
  'posts.downvotes',
  'posts.comments_count',
  'posts.published_at',
  'posts.created_at',
  'posts.updated_at',
  'users.username as author_username',
  'users.display_name as author_display_name',
  'users.role as author_role',
]

export const orders: Record<PostSort, Order> = {
  new: { columns: ['posts.listed_at', 'posts.id'], direction: 'desc' },
  old: { columns: ['posts.listed_at', 'posts.id'], direction: 'asc' },
  top: { columns: ['posts.votes_count', 'posts.id'], direction: 'desc' },
  hot: { columns: ['posts.hot', 'posts.id'], direction: 'desc' },
  relevance: { columns: ['posts.relevance', 'posts.id'], direction: 'desc' },
}

/** A page of this length is asked for most of the time: for it alone statements are prepared. */
const usualLimit = 10

/**
 * One page of posts.
 *
 * @param withDrafts whether drafts of the author are listed too: for the author and staff alone
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listPosts(options: ListPostsOptions, withDrafts = false): Promise<PostPage> {
  const { search, author, limit = usualLimit, sort = search ? 'relevance' : 'new' } = options
  const cursors = new Cursors(JSON.stringify(['posts', sort, search ?? '', author ?? 0]))
  const statement = statementOf({ ...options, limit, sort }, withDrafts, cursors)
  const rows = await run<ListedPost>(statement)

  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const next = hasMore ? cursors.seal([rows[limit - 1].key, rows[limit - 1].id]) : null
  const items = rows.map((row) => openPostJson(row) + '}')
  return { ids: rows.map(({ id }) => id), items, ...listDocument(items, next) }
}

interface ListedPost extends PostParts {
  id: number
  /** What it is sorted by, as a text. */
  key: string
}

function statementOf(
  options: ListPostsOptions & { limit: number; sort: PostSort },
  withDrafts: boolean,
  cursors: Cursors
) {
  const { search, author, cursor, skip, limit, sort } = options
  const { columns, direction } = orders[sort]
  const values = new Values()
  const words = search ? values.add(wordsOf(search)) : undefined
  const conditions = [withDrafts ? 'posts.removed_at is null' : 'posts.visible']
  if (words) conditions.push(matching.replace('?', words))
  if (author !== undefined) conditions.push(`posts.user_id = ${values.add(author)}`)
  if (cursor !== undefined) {
    const key = cursors.open(cursor).map((value) => values.add(value))
    const sign = direction === 'desc' ? '<' : '>'
    conditions.push(`(${columns.join(', ')}) ${sign} (${key.join(', ')})`)
  }

  const isRanked = words !== undefined && sort === 'relevance'
  const from = isRanked ? ranked(words) : 'posts'
  const order = `order by ${columns.map((column) => `${column} ${direction}`).join(', ')}`
  const rows = `where ${conditions.join(' and ')} ${order} limit ${limit + 1} offset ${skip ?? 0}`
  // What has to be sorted is not joined and written as JSON before it is known what is shown of it.
  const text = `
    select posts.id, ${columns[0]}::text as key, ${partsOfPost}
    from ${isRanked ? `(select * from ${from} ${rows}) as posts` : from}
    left join users on users.id = posts.user_id ${shownPost}
    ${isRanked ? order : rows}`
  const isUsual = limit === usualLimit && !skip
  const parts = [sort, search && 'found', author && 'by', withDrafts && 'all', cursor && 'after']
  const name = isUsual ? `posts ${parts.filter(Boolean).join(' ')}` : ''
  return { name, text, values: values.list }
}

/**
 * Conditions and columns on `posts`; each takes a search as {@link wordsOf} makes it of what is asked.
 * It stands in a query of its own, which is run once: else it is read again for each row.
 */
const askedWords = `(select websearch_to_tsquery('english', ?))`
export const matching = `search @@ ${askedWords}`
export const relevance = `ts_rank(search, ${askedWords})::double precision`

/** Rows of minus signs, each of which negates the next: PostgreSQL gives up on some thirty. */
const minuses = /(?:-[^\p{L}\p{N}"-]*){9,}/gu

/** What is asked, in a form that PostgreSQL can read. */
export const wordsOf = (asked: string) => asked.replace(minuses, ' ')

const ranked = (words: string) =>
  `(select *, ${relevance.replace('?', words)} as relevance from posts) as posts`
