import { Cursors } from '#db/cursor'
import { givenFilters } from '#queries/filters'
import { dataFilter } from '#queries/posts/data_filter'
import { endOf } from '#queries/posts/ends_in'
import type { ItemPage } from '#queries/overlays'
import { learnLanguages } from '#queries/posts/languages'
import { withHtml } from '#queries/posts/html/html_of_posts'
import { readingOf } from '#queries/posts/list_reading'
import { isLedByTag } from '#queries/posts/scanned_page'
import { PINNED, pinsOf } from '#queries/posts/pinned_posts'
import { usualLimit, type ListPostsOptions } from '#queries/posts/list_options'
import { statementOf } from '#queries/posts/page_statement'
import { tagFilter } from '#queries/tags/tag_filter'
import { read, run } from '#db/statement'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { View } from '#resources/definition/view'
import { post } from '#resources/post'

const { Post } = post.views

export interface ListedPage extends ItemPage {
  authors: number[]
  endsAt?: number
}

export interface Reading {
  /** Staff's view has posts of any state. */
  view?: View
  /** Only for the author and staff. */
  withDrafts?: boolean
  form?: Form
  hasPins?: boolean
}

/** The list's name with filters and order, for its cursors. */
export function listNameOf(options: ListPostsOptions, view: View = Post): string {
  const { search, sort = defaultSort(view, search) } = options
  const name = view === Post ? 'posts' : view.name
  return JSON.stringify([name, sort, ...givenFilters(view, options)])
}

const defaultSort = (view: View, search?: string) =>
  search && 'relevance' in view.sorts ? 'relevance' : 'new'

/** @throws ValidationException for a bad cursor */
export async function listPosts(
  options: ListPostsOptions,
  { view = Post, withDrafts = false, form = plain, hasPins = false }: Reading = {}
): Promise<ListedPage> {
  const { search, status, limit = usualLimit, sort = defaultSort(view, search) } = options
  const list = listNameOf(options, view)
  const cursors = new Cursors(list)
  const empty = { items: [], list, next: null, authors: [] }
  const isPublic = view === Post && !withDrafts
  const { review, publish_after: from, publish_before: until } = options
  // Readers of a post see neither its review nor its schedule.
  if (isPublic && (review ?? from ?? until)) return empty
  if (isPublic && status && status !== 'published') return empty
  if (search) await learnLanguages()
  const isLed = isLedByTag({ ...options, sort }, isPublic)
  const tags = options.tag === undefined ? undefined : await tagFilter(options.tag, !isLed)
  if (tags === null) return empty
  const data = options.data && (await dataFilter(options))
  if (data === null) return empty
  const reading = await readingOf(options, { view, sort, withDrafts, tags })
  const statement = statementOf(
    { ...options, limit, sort, tags, data, isLedByTag: isLed, isPublic },
    { view, withDrafts, form, pins: hasPins ? pinsOf(options) : null },
    reading,
    cursors
  )
  const isShort = statement.name && !search
  const start = Date.now()
  const rows = await (isShort ? read : run)<ListedPost>(statement)

  const end = rows.length <= limit ? rows.find((row) => row.is_end) : undefined
  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const users = new Set<string>()
  const shown = end ? rows.filter((row) => row.matches && row.nth! > statement.skip) : rows
  const encoded = shown.map((row) => ({
    id: row.id,
    author: row.author,
    key: [row.key, row.id, ...(row.is_pinned ? [PINNED] : [])],
    json: form.encode(row, users),
  }))
  const items = await withHtml(form, encoded)
  const last = end
    ? [end.key, end.id, Math.max(statement.skip - end.nth!, 0)]
    : hasMore && items[limit - 1].key
  const next = last ? cursors.seal(last) : null
  return {
    items,
    list,
    next,
    isCutShort: end !== undefined,
    authors: [...users].map(Number),
    ...endOf(rows, start),
  }
}

const plain = Post.form()

interface ListedPost extends Row {
  id: number
  key: string
  author: number | null
  is_pinned?: boolean
  /** Only in a page that is filtered row by row. */
  matches?: boolean
  nth?: number
  is_end?: boolean
}
