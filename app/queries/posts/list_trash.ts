import db from '@adonisjs/lucid/services/db'
import type { JsonResponse } from '#http/json_response'
import type { Order, PageOptions } from '#db/keyset'
import { pageOf } from '#queries/page'
import { isInTrash } from '#domain/post_status'
import type { AskedMembers } from '#resources/definition/view'
import { post } from '#resources/post'

const lastFirst: Order = { columns: ['posts.trashed_at', 'posts.id'], direction: 'desc' }

/** Last deleted first. @throws ValidationException for a bad cursor */
export function listTrash(
  authorId: number,
  options: PageOptions & AskedMembers
): Promise<JsonResponse> {
  const query = db
    .from('posts')
    .joinRaw(post.joins)
    .where('posts.user_id', authorId)
    .whereRaw(isInTrash)
  const list = JSON.stringify(['trash of', authorId])
  return pageOf(post.views.TrashedPost, query, { order: lastFirst, options, list })
}
