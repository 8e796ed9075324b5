import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { byAuthor, orderOf, within, type Period } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { isOnExistingPost } from '#domain/visibility'
import { patternOf } from '#domain/search/pattern'
import { comment } from '#resources/comment'
import type { Form, Row } from '#resources/definition/form'
import type { AskedMembers } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'

export interface ListStaffCommentsOptions extends StaffPageOptions, Period {
  search?: string
  /** An id, `@username` or an e-mail; `none`: of erased accounts. */
  author?: string
  post_id?: number
  status?: 'visible' | 'removed' | 'deleted'
}

const states = {
  visible: 'comments.visible',
  removed: 'comments.removed_at is not null',
  deleted: 'comments.deleted_at is not null',
}

const { StaffComment } = comment.views

const comments = () => db.from('comments').joinRaw(comment.joins).whereRaw(isOnExistingPost)

/** A page of all comments, removed ones too. */
export async function listStaffComments(options: ListStaffCommentsOptions): Promise<JsonResponse> {
  const { post_id: postId, search, status } = options
  const query = comments()
    .if(postId, (some) => some.where('comments.post_id', postId!))
    .if(status, (some) => some.whereRaw(states[status!]))
    .if(search, (some) => some.whereRaw('comments.content ~ ?', [patternOf(search!)]))
  within(query, 'comments.created_at', options)
  await byAuthor(query, 'comments', options.author)
  return staffPage(StaffComment, query, options, { columns: orderOf('comments', options) })
}

/** @throws NotFoundException */
export async function findStaffComment(id: number, form: Form = StaffComment.form()): Promise<Row> {
  const row = await comments().select(db.raw(form.select)).where('comments.id', id).first()
  if (!row) throw new NotFoundException('comment')
  return row
}

export async function showStaffComment(
  id: number,
  asked: AskedMembers = {}
): Promise<JsonResponse> {
  const form = StaffComment.form(asked)
  return responseOf(form, await findStaffComment(id, form))
}
