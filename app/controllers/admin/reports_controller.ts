import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import HandleReport from '#actions/reports/handle_report'
import { findReport, listReports } from '#queries/staff/list_reports'
import { idValidator } from '#validators/lists'
import { showReportGroupValidator } from '#validators/shows'
import { handleReportValidator, listReportsValidator } from '#validators/staff'

export default class ReportsController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listReports(await request.validateQuery(listReportsValidator)))
  }

  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showReportGroupValidator)
    response.sendJson(await findReport(id, auth.getUserOrFail().id, asked))
  }

  @inject()
  async update(ctx: HttpContext, handleReport: HandleReport) {
    const { auth, client, origin, request, response } = ctx
    const { id } = await request.validatePath(idValidator)
    const { dry_run: dryRun, ...changes } = await request.validateBody(handleReportValidator)
    const unlessStale = (revision: Date) => request.refuseStale(revision)
    await handleReport.handle({ id, origin, ...changes, dryRun, unlessStale, client })
    response.sendJson(await findReport(id, auth.getUserOrFail().id))
  }
}
