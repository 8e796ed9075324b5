import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'
import { importRun } from '#resources/import'

const { Import } = importRun.views

/** Newest first. @throws ValidationException for a bad cursor */
export const listImports = (options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(Import, db.from('imports'), options)

/** @throws NotFoundException */
export async function showImport(id: number, asked?: AskedMembers): Promise<JsonResponse> {
  const form = Import.form(asked)
  const row: Row | null = await db.from('imports').select(db.raw(form.select)).where({ id }).first()
  if (!row) throw new NotFoundException('import')
  return jsonResponseOf(form.read(row))
}
