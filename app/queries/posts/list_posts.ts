import { Cursors } from '#db/cursor'
import { givenFilters } from '#queries/filters'
import type { ItemPage } from '#queries/overlays'
import { statementOf, usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { read, run } from '#db/statement'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import { post } from '#resources/post'

export interface ListedPage extends ItemPage {
  authors: number[]
}

/** @param withDrafts for the author and staff alone @throws ValidationException for a bad cursor */
export async function listPosts(
  options: ListPostsOptions,
  { withDrafts = false, form = plain }: { withDrafts?: boolean; form?: Form } = {}
): Promise<ListedPage> {
  const { search, limit = usualLimit, sort = search ? 'relevance' : 'new' } = options
  const list = JSON.stringify(['posts', sort, ...givenFilters(post.views.Post, options)])
  const cursors = new Cursors(list)
  const statement = statementOf({ ...options, limit, sort }, { withDrafts, form }, cursors)
  const isShort = statement.name && !search
  const rows = await (isShort ? read : run)<ListedPost>(statement)

  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const users = new Set<string>()
  const items = rows.map((row) => ({
    id: row.id,
    author: row.author,
    key: [row.key, row.id],
    json: form.encode(row, users),
  }))
  const next = hasMore ? cursors.seal(items[limit - 1].key) : null
  return { items, list, next, authors: [...users].map(Number) }
}

const plain = post.views.Post.form()

interface ListedPost extends Row {
  id: number
  key: string
  author: number | null
}
