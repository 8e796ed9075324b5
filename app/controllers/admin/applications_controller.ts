import type { HttpContext } from '@adonisjs/core/http'
import { listApplications, showApplication } from '#queries/applications/applications'
import { listApplicationsValidator, showApplicationValidator } from '#validators/applications'
import { idValidator } from '#validators/lists'

export default class ApplicationsController {
  async index({ request, response }: HttpContext) {
    const options = await request.validateQuery(listApplicationsValidator)
    response.sendJson(await listApplications(options))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showApplicationValidator)
    response.sendJson(await showApplication(id, asked))
  }
}
