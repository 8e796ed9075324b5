import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { isKnownComment, isOnExistingPost } from '#domain/visibility'
import { comment } from '#resources/comment'
import type { Form } from '#resources/definition/form'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import type { ListedBy } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'

export type ListStaffCommentsOptions = StaffPageOptions & ListedBy<typeof comment>

const { StaffComment } = comment.views

const comments = () =>
  db.from('comments').joinRaw(comment.joins).whereRaw(isOnExistingPost).whereRaw(isKnownComment)

/** With removed comments. */
export async function listStaffComments(options: ListStaffCommentsOptions): Promise<JsonResponse> {
  const query = comments()
  await filtered(query, StaffComment, options)
  return staffPage(StaffComment, query, options)
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
