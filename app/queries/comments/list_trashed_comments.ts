import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import { isCommentInTrash, isOnExistingPost } from '#domain/visibility'
import { comment } from '#resources/comment'
import type { AskedMembers } from '#resources/definition/view'

const lastFirst: Order = { columns: ['comments.deleted_at', 'comments.id'], direction: 'desc' }

/** Last deleted first. @throws ValidationException for a bad cursor */
export function listTrashedComments(
  authorId: number,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = db
    .from('comments')
    .joinRaw(comment.joins)
    .where('comments.user_id', authorId)
    .whereRaw(isCommentInTrash)
    .whereRaw(isOnExistingPost)
  const list = JSON.stringify(['deleted comments of', authorId])
  return pageOf(comment.views.TrashedComment, query, { order: lastFirst, options, list })
}
