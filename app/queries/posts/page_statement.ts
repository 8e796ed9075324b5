import type { Cursors } from '#db/cursor'
import type { PageOptions } from '#db/keyset'
import { conditionsOf, orderOf } from '#queries/filters'
import { searched } from '#queries/searched'
import type { Form } from '#resources/definition/form'
import type { ListedBy } from '#resources/definition/resource'
import { post } from '#resources/post'
import { Values } from '#db/statement'
import { maySeePost } from '#domain/visibility'

export type PostSort = NonNullable<ListedBy<typeof post>['sort']>

/** Users have their ids. */
export type ListPostsOptions = PageOptions & ListedBy<typeof post>

const { Post } = post.views

/** Most requests ask for this length, so only it has prepared statements. */
export const usualLimit = 10

interface Selected {
  withDrafts: boolean
  form: Form
  /** Ids of posts. */
  only?: number[]
  without?: number[]
}

/** SQL of a page and one more row, which tells whether a page follows. @throws ValidationException */
export function statementOf(
  options: ListPostsOptions & { limit: number; sort: PostSort },
  { withDrafts, form, only, without }: Selected,
  cursors: Cursors
) {
  const { cursor, skip, limit, sort } = options
  const { columns, direction } = orderOf(Post, sort)
  const values = new Values()
  const filters = conditionsOf(Post, options)
  const marks = new Map(
    filters
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => [name, values.add(value)])
  )
  const conditions = [
    withDrafts ? maySeePost.forAuthor : maySeePost.forVisitors,
    ...filters.map(({ name, where }) => where(marks.get(name)!)),
  ]
  if (only) conditions.push(`posts.id = any(${values.add(only)})`)
  if (without) conditions.push(`posts.id <> all(${values.add(without)})`)
  if (cursor !== undefined) {
    const key = cursors.open(cursor).map((value) => values.add(value))
    const sign = direction === 'desc' ? '<' : '>'
    conditions.push(`(${columns.join(', ')}) ${sign} (${key.join(', ')})`)
  }

  const isWhole = form.isPlain && !skip && !only && !without
  const isUsual = isWhole && limit === usualLimit && filters.length <= MAX_PREPARED_FILTERS
  const parts = [
    'posts',
    sort,
    ...filters.map(({ name }) => name),
    withDrafts && 'all',
    cursor && 'after',
  ]
  const name = isUsual ? parts.filter(Boolean).join(' ') : ''
  const words = marks.get('search')
  const write = () => textOf({ sort, words, conditions, limit, skip, form })
  return { name, text: isUsual ? once(name, write) : write(), values: values.list }
}

/** More would fill the plan cache with their combinations. */
const MAX_PREPARED_FILTERS = 2

interface StatementParts {
  sort: PostSort
  words: string | undefined
  conditions: string[]
  limit: number
  skip: number | undefined
  form: Form
}

function textOf({ sort, words, conditions, limit, skip = 0, form }: StatementParts) {
  const { columns, direction } = orderOf(Post, sort)
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
export const matching = post.definition.filters!.search.where!('?')
export const relevance = 'ts_rank(posts.search, ?::tsquery)::double precision'

/** A typed search as a `tsquery`. @throws ValidationException when no word is left */
export const searchText = (asked: string) => searched(asked).text

const ranked = (words: string) =>
  `(select *, ${relevance.replace('?', words)} as relevance from posts) as posts`
