import { Cursors } from '#db/cursor'
import { givenFilters } from '#queries/filters'
import { endOf } from '#queries/posts/ends_in'
import type { ItemPage } from '#queries/overlays'
import { learnLanguages } from '#queries/posts/languages'
import { withHtml } from '#queries/posts/html/html_of_posts'
import { isLedByTag } from '#queries/posts/scanned_page'
import { statementOf, usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { tagFilter } from '#queries/tags/tag_filter'
import { read, run } from '#db/statement'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import { post } from '#resources/post'

export interface ListedPage extends ItemPage {
  authors: number[]
  endsAt?: number
}

export interface Reading {
  /** For the author and staff alone. */
  withDrafts?: boolean
  form?: Form
  /** Ids of posts. */
  only?: number[]
  without?: number[]
}

/** The list's name with filters and order, for its cursors. */
export function listNameOf(options: ListPostsOptions): string {
  const { search, sort = defaultSort(search) } = options
  return JSON.stringify(['posts', sort, ...givenFilters(post.views.Post, options)])
}

const defaultSort = (search?: string) => (search ? 'relevance' : 'new')

/** @throws ValidationException for a bad cursor */
export async function listPosts(
  options: ListPostsOptions,
  { withDrafts = false, form = plain, only, without }: Reading = {}
): Promise<ListedPage> {
  const { search, limit = usualLimit, sort = defaultSort(search) } = options
  if (search) await learnLanguages()
  const list = listNameOf(options)
  // A review is not for the readers of a post.
  if (options.review && !withDrafts) return { items: [], list, next: null, authors: [] }
  const cursors = new Cursors(list)
  const isSized = !isLedByTag({ ...options, sort }, withDrafts)
  const tags = options.tag === undefined ? undefined : await tagFilter(options.tag, isSized)
  if (tags === null) return { items: [], list, next: null, authors: [] }
  const statement = statementOf(
    { ...options, limit, sort, tags },
    { withDrafts, form, only, without },
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
    key: [row.key, row.id],
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

const plain = post.views.Post.form()

interface ListedPost extends Row {
  id: number
  key: string
  author: number | null
  /** Of a page that is filtered row by row. */
  matches?: boolean
  nth?: number
  is_end?: boolean
}
