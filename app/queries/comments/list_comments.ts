import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { PageOptions } from '#db/keyset'
import type { Actor } from '#domain/roles'
import { maySeeComment } from '#domain/visibility'
import { comment, isListed } from '#resources/comment'
import { conditionsOf, narrow, orderOf } from '#queries/filters'
import { pageOf } from '#queries/page'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy } from '#resources/definition/resource'

export type ListCommentsOptions = PageOptions & AskedMembers & ListedBy<typeof comment>

/** Without branches that have only tombstones. @throws ValidationException for a bad cursor */
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
  narrow(query, conditionsOf(comment.views.Comment, options))

  const list = JSON.stringify(['comments', postId, sort, parentId ?? 'all'])
  return commentPage(query, sort, options, list)
}

/** Comments on drafts only for that user. @throws ValidationException for a bad cursor */
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
    .whereRaw(viewer?.id === userId ? maySeeComment.forAuthor : maySeeComment.forVisitors)

  return commentPage(query, sort, options, JSON.stringify(['comments of', userId, sort]))
}

/** The same for all viewers. Differences for one viewer belong in an `Overlay` here. */
function commentPage(
  query: ReturnType<typeof db.from>,
  sort: string,
  options: PageOptions & AskedMembers,
  list: string
) {
  const { Comment } = comment.views
  return pageOf(Comment, query, { order: orderOf(Comment, sort), options, list })
}
