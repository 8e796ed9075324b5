import type { Cursors } from '#db/cursor'
import { usualLimit } from '#queries/posts/list_options'
import type { Condition } from '#queries/filters'
import { firstOfHalves, type ListReading } from '#queries/posts/list_reading'
import {
  alongTag,
  MAX_SCANNED_ROWS,
  scannedText,
  tagConditions,
  withTag,
} from '#queries/posts/scanned_page'
import { PINNED, pinnedFirst, unpinned } from '#queries/posts/pinned_posts'
import type { TagFilter } from '#queries/tags/tag_filter'
import { alongData, dataConditions, type DataFilter } from '#queries/posts/data_filter'
import { endsIn } from '#queries/posts/ends_in'
import { searched } from '#queries/searched'
import type { Form } from '#resources/definition/form'
import type { View } from '#resources/definition/view'
import { post } from '#resources/post'
import { Values } from '#db/statement'

interface Page {
  limit: number
  skip?: number
  cursor?: string
  sort: string
  tags?: TagFilter
  data?: DataFilter
  isPublic: boolean
  /** Whether the rarest tag is read in the order of the list. */
  isLedByTag: boolean
}

interface Selected {
  view: View
  withDrafts: boolean
  form: Form
  /** SQL: whether a post is pinned in this list, and comes first. */
  pins: string | null
}

/** SQL of a page and one more row, which shows whether a page follows. @throws ValidationException */
export function statementOf(
  { limit, skip: asked = 0, cursor, sort, tags, data, isLedByTag, isPublic }: Page,
  { view, withDrafts, form, pins }: Selected,
  { order, conditions: filters, lead, seen, isOfAnyType, halvedBy, fewFrom }: ListReading,
  cursors: Cursors
) {
  const { columns, direction } = order
  const [key] = columns
  const id = 'posts.id'
  const values = new Values()
  const marks = new Map(
    filters
      .filter(({ value }) => value !== undefined)
      .map(({ name, value }) => [name, values.add(value)])
  )
  const sqlOf = (conditions: Condition[]) =>
    conditions.map(({ name, where }) => where(marks.get(name)!))

  let skip = asked
  let beginsPinned = pins !== null
  let after: string[] = []
  if (cursor !== undefined) {
    const place = cursors.open(cursor)
    after = place.slice(0, 2).map((value) => values.add(value))
    beginsPinned &&= place[2] === PINNED
    if (place[2] && !pins) skip = Number(place[2])
  }
  const sign = direction === 'desc' ? '<' : '>'
  const follows = (...names: string[]) =>
    after.length > 0 ? [`(${names.join(', ')}) ${sign} (${after.join(', ')})`] : []
  const narrowed = [seen, ...sqlOf(lead.along)]
  const conditions = [...narrowed, ...(pins ? [unpinned(pins)] : []), ...follows(key, id)]

  const isPlain = lead.scanned.length === 0 && !tags && !data
  const isWhole = isPlain && form.isPlain && !skip && !halvedBy
  const isShort = limit === usualLimit && filters.length <= MAX_PREPARED_FILTERS
  const isUsual = isWhole && isShort && view === post.views.Post
  const scope = [withDrafts && 'all', isOfAnyType && 'of any type']
  const parts = ['posts', sort, ...filters.map(({ name }) => name), ...scope]
  const from = pins && (beginsPinned ? 'pinned first' : 'unpinned')
  const name = isUsual ? [...parts, from, cursor && 'after'].filter(Boolean).join(' ') : ''
  const isRanked = sort === 'relevance'
  const firstOf = (rows: number) =>
    halvedBy
      ? firstOfHalves({ by: halvedBy, conditions, columns, direction, limit: rows })
      : 'posts'
  const tagged = () => (tags ? tagConditions(tags, values) : [])
  const matches = () => [
    ...sqlOf(lead.scanned),
    ...tagged(),
    ...(data ? dataConditions(data, values) : []),
  ]
  const write = () => {
    const rows = limit + 1 + skip
    if (pins && beginsPinned) {
      const first = {
        pins,
        order: orderText(columns, direction),
        conditions: narrowed,
        after: follows(key, id),
        limit: rows,
      }
      return textOf({ ...page, from: pinnedFirst(first), leads: ['posts.is_pinned'] })
    }
    if (isRanked) {
      const source = ranked(marks.get('search')!, [...narrowed, ...matches()])
      return textOf({ ...page, from: source, conditions: ['true', ...follows(key, id)] })
    }
    return textOf({ ...page, from: firstOf(rows), conditions })
  }
  const page = { order, isRanked, conditions: ['true'], limit, skip, form }
  const done = (text: string, preparedAs = '') => ({
    name: preparedAs,
    text,
    values: values.list,
    skip,
  })
  if (isPlain || isRanked) return done(isUsual ? once(name, write) : write(), name)
  if (tags && isLedByTag) {
    const bounds = lead.along.map((one) => ({ ...one, mark: marks.get(one.name)! }))
    const scan = { ...alongTag(tags, values, { bounds, follows }), direction }
    return done(scannedText(scan, limit, skip, form))
  }
  const isLedByWords = lead.few?.some(({ filter }) => filter === 'search') === true
  if (data && key === (isPublic ? 'posts.listed_at' : id) && !isLedByWords) {
    const all = [seen, ...sqlOf(filters), ...tagged()]
    const scan = { ...alongData(data, values, { isPublic, follows, matches: all }), direction }
    return done(scannedText(scan, limit, skip, form))
  }
  const [rarest] = tags?.wanted ?? []
  const few =
    lead.few &&
    `${id} = any(array(
    select posts.id from ${fewFrom} where ${[seen, ...sqlOf(lead.few)].join(' and ')}))`
  if (rarest?.isSmall || few) {
    conditions.push(...matches(), few ?? withTag(values.add(rarest!.id)))
    return done(write())
  }
  const scan = { from: firstOf(MAX_SCANNED_ROWS), id, key, direction, conditions }
  return done(scannedText({ ...scan, matches: matches() }, limit, skip, form))
}

/** More would fill the plan cache with their combinations. */
const MAX_PREPARED_FILTERS = 2

interface StatementParts {
  order: ListReading['order']
  isRanked: boolean
  from: string
  /** Columns before those of the order. */
  leads?: string[]
  conditions: string[]
  limit: number
  skip: number
  form: Form
}

function textOf(parts: StatementParts) {
  const { order, isRanked, from, leads = [], conditions, limit, skip, form } = parts
  const { columns, direction } = order
  const ordered = `order by ${orderText([...leads, ...columns], direction)}`
  const rows = `where ${conditions.join(' and ')} ${ordered} limit ${limit + 1} offset ${skip}`
  const selected = [`${columns[0]}::text as key`, 'posts.id as id', 'users.id as author', ...leads]
  // Limits the rows before it joins and renders them.
  return `
    select ${selected.join(', ')}, ${endsIn}, ${form.select}
    from ${isRanked ? `(select * from ${from} ${rows}) as posts` : from}
    ${post.joins}
    ${isRanked ? ordered : rows}`
}

const orderText = (columns: string[], direction: string) =>
  columns.map((column) => `${column} ${direction}`).join(', ')

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

/** A search ranks no more posts than these, the newest ones. */
const MAX_RANKED_POSTS = 10_000

/**
 * Posts with their relevance. The order of the inner list has no index on purpose: along that of the time, PostgreSQL
 * would read and compare the words of every post.
 */
const ranked = (words: string, conditions: string[]) => `(
  select *, ${relevance.replace('?', words)} as relevance from posts
  where posts.id = any(array(
    select posts.id from posts where ${conditions.join(' and ')}
    order by posts.listed_at + interval '0' desc limit ${MAX_RANKED_POSTS}))) as posts`
