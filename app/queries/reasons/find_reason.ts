import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { Order, PageOptions } from '#db/keyset'
import NotFoundException from '#exceptions/not_found_exception'
import type { JsonResponse } from '#http/json_response'
import { pageOf } from '#queries/page'
import { reason } from '#resources/reason'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { responseOf } from '#resources/definition/response'

const view = reason.views.Reason

/** By title. @throws ValidationException for a bad cursor */
export function listReasons(options: PageOptions & AskedMembers): Promise<JsonResponse> {
  const order: Order = { columns: ['reasons.title', 'reasons.id'], direction: 'asc' }
  return pageOf(view, db.from('reasons'), { order, options, list: 'reasons' })
}

/** @throws NotFoundException */
export async function showReason(
  id: number,
  asked: AskedMembers = {},
  client: QueryClientContract = db.connection()
): Promise<JsonResponse> {
  const form = view.form(asked)
  const query = client.from('reasons').select(db.raw(form.select))
  const row: Row | null = await query.where('id', id).first()
  if (!row) throw new NotFoundException('reason')
  return responseOf(form, row)
}
