import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import FileReport from '#actions/reports/file_report'
import Report from '#models/report'
import { jsonResponseOf } from '#http/json_response'
import { publicPath } from '#domain/public_path'
import ReportTransformer from '#transformers/report_transformer'
import { idValidator } from '#validators/lists'
import { fileReportValidator } from '#validators/staff'

export default class ReportsController {
  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const report = await Report.of(auth.getUserOrFail().id).where('id', id).firstOrFail()
    response.sendJson(jsonResponseOf(new ReportTransformer(report).toObject()))
  }

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
    if (isNew) response.status(201).header('Location', publicPath(`/reports/${report.id}`))
    return new ReportTransformer(report).toObject()
  }
}
