import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RequestExport from '#actions/data_exports/request_export'
import { sourceOf } from '#http/source'
import { listDataExports, showDataExport } from '#queries/data_exports/list_data_exports'
import { listDataExportsValidator } from '#validators/shows'
import { publicPath } from '#domain/public_path'

export default class DataExportsController {
  async index({ auth, request }: HttpContext) {
    const asked = await request.validateQuery(listDataExportsValidator)
    return listDataExports(auth.getUserOrFail().id, asked)
  }

  @inject()
  async store({ auth, request, response }: HttpContext, requestExport: RequestExport) {
    const userId = auth.getUserOrFail().id
    const id = await requestExport.handle({ userId, source: sourceOf(request) })
    response.status(202).header('Location', publicPath(`/users/me/exports/${id}/file`))
    return showDataExport(id)
  }
}
