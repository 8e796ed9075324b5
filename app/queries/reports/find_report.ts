import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import type { AskedMembers } from '#resources/definition/view'
import { report } from '#resources/report'

/** For its reporter. @throws NotFoundException */
export async function findOwnReport(
  id: number,
  reporterId: number,
  { client, asked }: { client: QueryClientContract; asked?: AskedMembers }
): Promise<object> {
  const form = report.views.Report.form(asked)
  const query = client.from('reports').select(db.raw(form.select))
  const row = await query.where({ id, reporter_id: reporterId }).first()
  if (!row) throw new NotFoundException('report')
  return form.read(row)
}
