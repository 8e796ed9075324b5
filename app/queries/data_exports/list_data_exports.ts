import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import { dataExport } from '#resources/data_export'
import type { Row } from '#resources/definition/line'
import type { AskedMembers } from '#resources/definition/view'

/** Newest first: at most one is ready, and one waits. */
export async function listDataExports(userId: number, asked: AskedMembers = {}): Promise<object[]> {
  const form = dataExport.views.DataExport.form(asked)
  const { rows } = await db.rawQuery(
    `select ${form.select} from data_exports where user_id = :userId order by id desc limit 10`,
    { userId }
  )
  return rows.map((row: Row) => form.read(row))
}

/** @throws NotFoundException */
export async function showDataExport(id: number): Promise<object> {
  const form = dataExport.views.DataExport.form()
  const { rows } = await db.rawQuery(`select ${form.select} from data_exports where id = :id`, {
    id,
  })
  if (rows.length === 0) throw new NotFoundException('export')
  return form.read(rows[0])
}
