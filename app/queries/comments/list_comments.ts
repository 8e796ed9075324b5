import db from '@adonisjs/lucid/services/db'
import { listResponse, type JsonResponse } from '#http/json_response'
import { isListed } from '#queries/json'
import { keysetPage, type Order, type PageOptions } from '#db/keyset'
import type { Actor } from '#domain/roles'
import { maySeeComment } from '#domain/visibility'
import CommentTransformer, { type CommentRow } from '#transformers/comment_transformer'

export interface ListCommentsOptions extends PageOptions {
  sort?: 'old' | 'new'
  /** Only the replies to this comment; 0: only those to the post itself. */
  parent_id?: number
}

export const commentColumns = [
  'comments.id',
  'comments.post_id',
  'users.id as user_id',
  'comments.parent_id',
  'comments.depth',
  'comments.content',
  'comments.replies_count',
  'comments.visible',
  'comments.created_at',
  'comments.updated_at',
  'users.username as author_username',
  'users.display_name as author_display_name',
  'users.role as author_role',
]

/**
 * One page of the comments of a post; a branch of nothing but tombstones is left out.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function commentsOfPost(
  postId: number,
  options: ListCommentsOptions
): Promise<JsonResponse> {
  const { sort = 'old', parent_id: parentId } = options
  const query = db
    .from('comments')
    .select(commentColumns)
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .where('comments.post_id', postId)
    .whereRaw(isListed)
    .if(parentId === 0, (comments) => comments.whereNull('comments.parent_id'))
    .if(parentId, (comments) => comments.where('comments.parent_id', parentId!))

  const list = JSON.stringify(['comments', postId, sort, parentId ?? 'all'])
  return pageOf(query, sort, options, list)
}

/**
 * One page of what a user commented on visible posts, newest first unless asked otherwise; to that user, what
 * stands on posts that have become drafts as well.
 *
 * @throws ValidationException when the cursor is not one of this list
 */
export async function commentsOfUser(
  userId: number,
  options: ListCommentsOptions,
  viewer: Actor | null
): Promise<JsonResponse> {
  const { sort = 'new' } = options
  const query = db
    .from('comments')
    .select(commentColumns)
    .join('posts', 'posts.id', 'comments.post_id')
    .leftJoin('authors as users', 'users.id', 'comments.user_id')
    .where('comments.user_id', userId)
    .where('comments.visible', true)
    .whereRaw(viewer?.id === userId ? maySeeComment.forAuthor : maySeeComment.forAnybody)

  return pageOf(query, sort, options, JSON.stringify(['comments of', userId, sort]))
}

async function pageOf(
  query: ReturnType<typeof db.from>,
  sort: 'old' | 'new',
  options: PageOptions,
  list: string
) {
  const order: Order = { columns: ['comments.id'], direction: sort === 'old' ? 'asc' : 'desc' }
  const { rows, next } = await keysetPage<CommentRow>(query, order, options, list)
  const items = rows.map((row) => JSON.stringify(new CommentTransformer(row).toObject()))
  return listResponse(items, next)
}
