import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import FileReport from '#actions/reports/file_report'
import { jsonResponseOf } from '#http/json_response'
import { publicPath } from '#domain/public_path'
import { findOwnReport } from '#queries/reports/find_report'
import { idValidator } from '#validators/lists'
import { showReportValidator } from '#validators/shows'
import { fileReportValidator } from '#validators/staff'

export default class ReportsController {
  async show({ auth, client, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showReportValidator)
    const report = await findOwnReport(id, auth.getUserOrFail().id, { asked, client })
    response.sendJson(jsonResponseOf(report))
  }

  @inject()
  async store(ctx: HttpContext, fileReport: FileReport) {
    const { auth, client, request, response } = ctx
    const fields = await request.validateBody(fileReportValidator)
    const reporter = auth.getUserOrFail()
    const { report, isNew } = await fileReport.handle({
      reporter,
      targetType: fields.target_type,
      targetId: fields.target_id,
      reason: fields.reason,
      details: fields.details,
      client,
    })
    ctx.mentions = [`report:${report.id}`]
    if (isNew) response.status(201).header('Location', publicPath(`/reports/${report.id}`))
    return findOwnReport(report.id, reporter.id, { client })
  }
}
