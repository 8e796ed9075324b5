import type { HttpContext } from '@adonisjs/core/http'
import { listFailures } from '#queries/staff/list_batches'
import { batchInUrlValidator, listFailuresValidator } from '#validators/batches'

export default class FailuresController {
  async index({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(batchInUrlValidator)
    const options = await request.validateQuery(listFailuresValidator)
    response.sendJson(await listFailures(id, auth.getUserOrFail(), options))
  }
}
