import type { Cursors } from '#db/cursor'
import type { PageOptions } from '#db/keyset'
import { conditionsOf, orderOf } from '#queries/filters'
import {
  alongTag,
  isLedByTag,
  scannedText,
  tagConditions,
  withTag,
} from '#queries/posts/scanned_page'
import type { TagFilter } from '#queries/tags/tag_filter'
import { endsIn } from '#queries/posts/ends_in'
import { searched } from '#queries/searched'
import type { Form } from '#resources/definition/form'
import type { ListedBy } from '#resources/definition/resource'
import { post } from '#resources/post'
import { Values } from '#db/statement'
import { isListed, maySeePost } from '#domain/visibility'

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
  options: ListPostsOptions & { limit: number; sort: PostSort; tags?: TagFilter },
  { withDrafts, form, only, without }: Selected,
  cursors: Cursors
) {
  const { cursor, limit, sort, tags } = options
  let { skip = 0 } = options
  const { columns, direction } = orderOf(Post, sort)
  const values = new Values()
  const filters = conditionsOf(Post, options)
  const marks = new Map(
    filters
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => [name, values.add(value)])
  )
  const isOfAnyType = withDrafts || options.type !== undefined
  const visible = withDrafts ? maySeePost.forAuthor : maySeePost.forVisitors
  const seen = isOfAnyType ? visible : `${visible} and ${isListed}`
  const narrowed = filters.map(({ name, where }) => where(marks.get(name)!))
  if (withDrafts && !options.status) narrowed.push('posts.trashed_at is null')
  const pinned: string[] = []
  if (only) pinned.push(`posts.id = any(${values.add(only)})`)
  if (without) pinned.push(`posts.id <> all(${values.add(without)})`)
  let after: string[] = []
  if (cursor !== undefined) {
    const [key, id, left = 0] = cursors.open(cursor)
    after = [values.add(key), values.add(id)]
    if (left) skip = Number(left)
  }
  const sign = direction === 'desc' ? '<' : '>'
  const follows = (...names: string[]) =>
    after.length > 0 ? [`(${names.join(', ')}) ${sign} (${after.join(', ')})`] : []
  const conditions = [seen, ...narrowed, ...pinned, ...follows(...columns)]

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
  const done = (text: string, preparedAs = '') => ({
    name: preparedAs,
    text,
    values: values.list,
    skip,
  })
  if (!tags) return done(isUsual ? once(name, write) : write(), name)
  if (isLedByTag(options, withDrafts)) {
    const scan = { ...alongTag(tags, values, follows), direction }
    return done(scannedText(scan, limit, skip, form))
  }
  const tagged = tagConditions(tags, values)
  const [rarest] = tags.wanted
  if (words || rarest?.isSmall) {
    conditions.push(...tagged)
    if (!words) conditions.push(withTag(values.add(rarest.id)))
    return done(write())
  }
  const [leading, others] = [true, false].map((isLeading) =>
    filters
      .filter(({ name: filter }) => (filter === 'author') === isLeading)
      .map(({ name: filter, where }) => where(marks.get(filter)!))
  )
  const scan = {
    from: 'posts',
    id: 'posts.id',
    key: columns[0],
    direction,
    conditions: [seen, ...leading, ...pinned, ...follows(...columns)],
    matches: [...others, ...tagged],
  }
  return done(scannedText(scan, limit, skip, form))
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
    select ${columns[0]}::text as key, posts.id as id, users.id as author, ${endsIn}, ${form.select}
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
