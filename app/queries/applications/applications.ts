import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import { application } from '#resources/application'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'

const { Application } = application.views

const waiting = () =>
  db.from('sign_ups').whereNotNull('sign_ups.applied_at').whereNull('sign_ups.rejected_at')

/** Oldest first. @throws ValidationException for a bad cursor */
export const listApplications = (options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(Application, waiting(), options)

/** @throws NotFoundException */
export async function showApplication(id: number, asked: AskedMembers): Promise<JsonResponse> {
  const form = Application.form(asked)
  const row: Row | null = await waiting().select(db.raw(form.select)).where('id', id).first()
  if (!row) throw new NotFoundException('application')
  return jsonResponseOf(form.read(row))
}
