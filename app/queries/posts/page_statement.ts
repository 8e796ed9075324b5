import type { Cursors } from '#db/cursor'
import type { Order, PageOptions } from '#db/keyset'
import { searched } from '#queries/searched'
import type { Form } from '#resources/definition/form'
import { post } from '#resources/post'
import { Values } from '#db/statement'
import { maySeePost } from '#domain/visibility'

export type PostSort = 'new' | 'old' | 'top' | 'hot' | 'relevance'

export interface ListPostsOptions extends PageOptions {
  /** Web search syntax: `"phrase" -not or`. */
  search?: string
  /** New, or by relevance with a search. */
  sort?: PostSort
  author?: number
  status?: 'draft' | 'published'
}

export const orders: Record<PostSort, Order> = {
  new: { columns: ['posts.listed_at', 'posts.id'], direction: 'desc' },
  old: { columns: ['posts.listed_at', 'posts.id'], direction: 'asc' },
  top: { columns: ['posts.votes_count', 'posts.id'], direction: 'desc' },
  hot: { columns: ['posts.hot', 'posts.id'], direction: 'desc' },
  relevance: { columns: ['posts.relevance', 'posts.id'], direction: 'desc' },
}

/** Most requests ask for this length, so only it has prepared statements. */
export const usualLimit = 10

/** SQL of a page and one more row, which tells whether a page follows. @throws ValidationException */
export function statementOf(
  options: ListPostsOptions & { limit: number; sort: PostSort },
  { withDrafts, form }: { withDrafts: boolean; form: Form },
  cursors: Cursors
) {
  const { search, author, cursor, skip, limit, sort, status } = options
  const { columns, direction } = orders[sort]
  const values = new Values()
  const words = search ? values.add(searchText(search)) : undefined
  const conditions = [withDrafts ? maySeePost.forAuthor : maySeePost.forAnybody]
  if (status) conditions.push(status === 'draft' ? 'not posts.published' : 'posts.published')
  if (words) conditions.push(matching.replace('?', words))
  if (author !== undefined) conditions.push(writtenBy(values.add(author)))
  if (cursor !== undefined) {
    const key = cursors.open(cursor).map((value) => values.add(value))
    const sign = direction === 'desc' ? '<' : '>'
    conditions.push(`(${columns.join(', ')}) ${sign} (${key.join(', ')})`)
  }

  const isUsual = limit === usualLimit && !skip && form.isPlain
  const parts = [
    sort,
    search && 'found',
    author && 'by',
    withDrafts && 'all',
    status,
    cursor && 'after',
  ]
  const name = isUsual ? `posts ${parts.filter(Boolean).join(' ')}` : ''
  const write = () => textOf({ sort, words, conditions, limit, skip, form })
  return { name, text: isUsual ? once(name, write) : write(), values: values.list }
}

/** Lists never name an erased author. */
const writtenBy = (id: string) =>
  `posts.user_id = ${id} and exists (select from authors where id = ${id})`

interface StatementParts {
  sort: PostSort
  words: string | undefined
  conditions: string[]
  limit: number
  skip: number | undefined
  form: Form
}

function textOf({ sort, words, conditions, limit, skip = 0, form }: StatementParts) {
  const { columns, direction } = orders[sort]
  const isRanked = words !== undefined && sort === 'relevance'
  const from = isRanked ? ranked(words) : 'posts'
  const order = `order by ${columns.map((column) => `${column} ${direction}`).join(', ')}`
  const rows = `where ${conditions.join(' and ')} ${order} limit ${limit + 1} offset ${skip}`
  // Limits the rows before it joins and renders them.
  return `
    select ${columns[0]}::text as key, posts.id as id, users.id as author, ${form.select}
    from ${isRanked ? `(select * from ${from} ${rows}) as posts` : from}
    ${post.joins}
    ${isRanked ? order : rows}`
}

const texts = new Map<string, string>()

function once(name: string, write: () => string): string {
  const text = texts.get(name) ?? write()
  texts.set(name, text)
  return text
}

/** Conditions and columns on `posts`; each takes a {@link searchText}. */
export const matching = 'search @@ ?::tsquery'
export const relevance = 'ts_rank(search, ?::tsquery)::double precision'

/** A typed search as a `tsquery`. @throws ValidationException when no word is left */
export const searchText = (asked: string) => searched(asked).text

const ranked = (words: string) =>
  `(select *, ${relevance.replace('?', words)} as relevance from posts) as posts`
