import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import FileReport from '#actions/reports/file_report'
import ReportTransformer from '#transformers/report_transformer'
import { fileReportValidator } from '#validators/staff'

export default class ReportsController {
  @inject()
  async store(ctx: HttpContext, fileReport: FileReport) {
    const { auth, client, request, response } = ctx
    const fields = await request.validateBody(fileReportValidator)
    const { report, isNew } = await fileReport.handle({
      reporter: auth.getUserOrFail(),
      targetType: fields.target_type,
      targetId: fields.target_id,
      reason: fields.reason,
      details: fields.details,
      client,
    })
    ctx.mentions = [`report:${report.id}`]
    response.status(isNew ? 201 : 200)
    return new ReportTransformer(report).toObject()
  }
}
