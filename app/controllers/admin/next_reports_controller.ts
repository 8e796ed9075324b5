import type { HttpContext } from '@adonisjs/core/http'
import { findNextReport } from '#queries/staff/list_reports'

export default class NextReportsController {
  async show({ auth, response }: HttpContext) {
    response.sendJson(await findNextReport(auth.getUserOrFail().id))
  }
}
