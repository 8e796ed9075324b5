import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Row } from '#resources/definition/line'
import type { ListedBy } from '#resources/definition/resource'
import type { AskedMembers } from '#resources/definition/view'
import { mail } from '#resources/mail'

const { Mail } = mail.views

/** Mails that wait, and those of the last 14 days. @throws ValidationException for a bad cursor */
export async function listMails(
  options: StaffPageOptions & ListedBy<typeof mail>
): Promise<JsonResponse> {
  const query = db.from('mails')
  await filtered(query, Mail, options)
  return staffPage(Mail, query, options)
}

/** @throws NotFoundException */
export async function showMail(id: string, asked?: AskedMembers): Promise<JsonResponse> {
  const form = Mail.form(asked)
  const row: Row | null = await db.from('mails').select(db.raw(form.select)).where({ id }).first()
  if (!row) throw new NotFoundException('mail')
  return jsonResponseOf(form.read(row))
}
