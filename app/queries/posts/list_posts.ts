import { Cursors } from '#db/cursor'
import { openPostJson, type PostParts } from '#queries/json'
import type { ItemPage } from '#queries/overlays'
import { statementOf, usualLimit, type ListPostsOptions } from '#queries/posts/page_statement'
import { read, run } from '#db/statement'

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
 * One page of posts, as everybody sees them.
 *
 * @param withDrafts whether drafts of the author are listed too: for the author and staff alone
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listPosts(options: ListPostsOptions, withDrafts = false): Promise<ItemPage> {
  const {
    search,
    author,
    limit = usualLimit,
    sort = search ? 'relevance' : 'new',
    status,
  } = options
  const filters = [search ?? '', author ?? 0, ...(status ? [status] : [])]
  const list = JSON.stringify(['posts', sort, ...filters])
  const cursors = new Cursors(list)
  const statement = statementOf({ ...options, limit, sort }, withDrafts, cursors)
  const isShort = statement.name && !search
  const rows = await (isShort ? read : run)<ListedPost>(statement)

  const hasMore = rows.length > limit
  if (hasMore) rows.pop()
  const items = rows.map((row) => ({
    id: row.id,
    author: row.author,
    key: [row.key, row.id],
    json: openPostJson(row) + '}',
  }))
  return { items, list, next: hasMore ? cursors.seal(items[limit - 1].key) : null }
}

interface ListedPost extends PostParts {
  /** What it is sorted by, as a text. */
  key: string
  author: number | null
}
