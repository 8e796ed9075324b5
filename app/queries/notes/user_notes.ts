import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'
import { userNote } from '#resources/user_note'

const { UserNote } = userNote.views

const notesOn = (userId: number, client: QueryClientContract = db.connection()) =>
  client.from('user_notes').joinRaw(userNote.joins).where('user_notes.user_id', userId)

/** Newest first by default. */
export const listNotes = (userId: number, options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(UserNote, notesOn(userId), { ...options, ofUser: userId } as StaffPageOptions)

interface Asked {
  asked?: AskedMembers
  client?: QueryClientContract
}

/** @throws NotFoundException */
export async function showNote(
  { userId, id }: { userId: number; id: number },
  { asked, client }: Asked = {}
): Promise<JsonResponse> {
  const form = UserNote.form(asked)
  const query = notesOn(userId, client).select(db.raw(form.select))
  const row: Row | null = await query.where('user_notes.id', id).first()
  if (!row) throw new NotFoundException('note')
  return responseOf(form, row)
}
