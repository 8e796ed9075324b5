import db from '@adonisjs/lucid/services/db'
import type { DatabaseQueryBuilderContract } from '@adonisjs/lucid/types/querybuilder'
import { listDocument, type Document } from '#queries/document'
import { keysetPage, type Order, type PageOptions } from '#queries/keyset'
import PostTransformer, { type PostRow } from '#transformers/post_transformer'

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

/**
 * One page of posts.
 *
 * @param withDrafts whether drafts of the author are listed too: for the author and staff alone
 * @throws ValidationException when the cursor is not one of this list
 */
export async function listPosts(options: ListPostsOptions, withDrafts = false): Promise<PostPage> {
  const { search, author, sort = search ? 'relevance' : 'new' } = options
  const query = source(search, sort)
    .select(postColumns)
    .leftJoin('users', 'users.id', 'posts.user_id')
    .if(author !== undefined, (posts) => posts.where('posts.user_id', author!))
    .if(withDrafts, (posts) => posts.whereNull('posts.removed_at'))
    .unless(withDrafts, (posts) => posts.where('posts.visible', true))

  const list = JSON.stringify(['posts', sort, search ?? '', author ?? 0])
  const { rows, next } = await keysetPage<PostRow>(query, orders[sort], options, list)
  const items = rows.map((row) => JSON.stringify(new PostTransformer(row).toObject()))
  return { ids: rows.map(({ id }) => id), items, ...listDocument(items, next) }
}

/** Conditions and columns on `posts`; each takes a search as {@link wordsOf} makes it of what is asked. */
export const matching = `search @@ websearch_to_tsquery('english', ?)`
export const relevance = `ts_rank(search, websearch_to_tsquery('english', ?))::double precision`

/** Rows of minus signs, each of which negates the next: PostgreSQL gives up on some thirty. */
const minuses = /(?:-[^\p{L}\p{N}"-]*){9,}/gu

/** What is asked, in a form that PostgreSQL can read. */
export const wordsOf = (asked: string) => asked.replace(minuses, ' ')

function source(asked: string | undefined, sort: PostSort): DatabaseQueryBuilderContract<any> {
  if (!asked) return db.from('posts')
  const search = wordsOf(asked)
  if (sort !== 'relevance') return db.from('posts').whereRaw(matching, [search])

  return db.from((matches) =>
    matches
      .from('posts')
      .select('*', db.raw(`${relevance} as relevance`, [search]))
      .whereRaw(matching, [search])
      .as('posts')
  )
}
