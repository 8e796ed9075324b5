import type { HttpContext } from '@adonisjs/core/http'
import { findNextReport } from '#queries/staff/list_reports'
import { showReportGroupValidator } from '#validators/shows'

export default class NextReportsController {
  async show({ auth, request, response }: HttpContext) {
    const asked = await request.validateQuery(showReportGroupValidator)
    response.sendJson(await findNextReport(auth.getUserOrFail().id, asked))
  }
}
