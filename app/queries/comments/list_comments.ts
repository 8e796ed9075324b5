import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import type { Actor } from '#domain/roles'
import { maySeeComment } from '#domain/visibility'
import { comment, isListed } from '#resources/comment'
import { pageOf } from '#queries/page'
import type { AskedMembers } from '#resources/definition/resource'

export interface ListCommentsOptions extends PageOptions, AskedMembers {
  sort?: 'old' | 'new'
  /** Only the replies to this comment; 0: only those to the post itself. */
  parent_id?: number
}

/** A post's comments, without branches of tombstones alone. @throws ValidationException for a bad cursor */
export async function commentsOfPost(
  postId: number,
  options: ListCommentsOptions
): Promise<JsonResponse> {
  const { sort = 'old', parent_id: parentId } = options
  const query = db
    .from('comments')
    .joinRaw(comment.joins)
    .where('comments.post_id', postId)
    .whereRaw(isListed)
    .if(parentId === 0, (comments) => comments.whereNull('comments.parent_id'))
    .if(parentId, (comments) => comments.where('comments.parent_id', parentId!))

  const list = JSON.stringify(['comments', postId, sort, parentId ?? 'all'])
  return commentPage(query, sort, options, list)
}

/** A user's comments; drafts' comments for that user only. @throws ValidationException for a bad cursor */
export async function commentsOfUser(
  userId: number,
  options: ListCommentsOptions,
  viewer: Actor | null
): Promise<JsonResponse> {
  const { sort = 'new' } = options
  const query = db
    .from('comments')
    .join('posts', 'posts.id', 'comments.post_id')
    .joinRaw(comment.joins)
    .where('comments.user_id', userId)
    .where('comments.visible', true)
    .whereRaw(viewer?.id === userId ? maySeeComment.forAuthor : maySeeComment.forAnybody)

  return commentPage(query, sort, options, JSON.stringify(['comments of', userId, sort]))
}

function commentPage(
  query: ReturnType<typeof db.from>,
  sort: 'old' | 'new',
  options: PageOptions & AskedMembers,
  list: string
) {
  const order: Order = { columns: ['comments.id'], direction: sort === 'old' ? 'asc' : 'desc' }
  return pageOf(comment.views.Comment, query, { order, options, list })
}
