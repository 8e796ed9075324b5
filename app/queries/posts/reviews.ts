import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { responseOf } from '#resources/definition/response'
import { review } from '#resources/post_review'

/** @throws NotFoundException if there is none */
export async function showReview(postId: number): Promise<JsonResponse> {
  const form = review.views.PostReview.form()
  const row = await db
    .from('post_reviews')
    .joinRaw(review.joins)
    .select(db.raw(form.select))
    .where('post_id', postId)
    .first()
  if (!row) throw new NotFoundException('review')
  return responseOf(form, row)
}
