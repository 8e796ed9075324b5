import { listResponse, type JsonResponse } from '#http/json_response'
import { Cursors } from '#db/cursor'
import { openPostJson, type PostParts } from '#queries/json'
import { statementOf, usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { read, run } from '#db/statement'

/** A page of posts as everybody sees it, with its parts: each post as a JSON text, beside its id. */
export interface PostPage extends JsonResponse {
  ids: number[]
  /** Whom it names. */
  authors: number[]
  items: string[]
  next: string | null
}

export const postColumns = [
  'posts.id',
  'users.id as user_id',
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

/**
 * One page of posts.
 *
 * @param withDrafts whether drafts of the author are listed too: for the author and staff alone
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listPosts(options: ListPostsOptions, withDrafts = false): Promise<PostPage> {
  const {
    search,
    author,
    limit = usualLimit,
    sort = search ? 'relevance' : 'new',
    status,
  } = options
  const filters = [search ?? '', author ?? 0, ...(status ? [status] : [])]
  const cursors = new Cursors(JSON.stringify(['posts', sort, ...filters]))
  const statement = statementOf({ ...options, limit, sort }, withDrafts, cursors)
  const isShort = statement.name && !search
  const rows = await (isShort ? read : run)<ListedPost>(statement)

  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const next = hasMore ? cursors.seal([rows[limit - 1].key, rows[limit - 1].id]) : null
  const items = rows.map((row) => openPostJson(row) + '}')
  const authors = [...new Set(rows.flatMap((row) => row.author ?? []))]
  return { ids: rows.map(({ id }) => id), authors, items, ...listResponse(items, next) }
}

interface ListedPost extends PostParts {
  /** What it is sorted by, as a text. */
  key: string
  author: number | null
}
