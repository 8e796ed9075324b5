import type { HttpContext } from '@adonisjs/core/http'
import { listSanctions } from '#queries/staff/list_audit'
import { listSanctionsValidator } from '#validators/staff'

export default class SanctionsController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listSanctionsValidator)
    response.sendJson(await listSanctions(auth.getUserOrFail().id, options))
  }
}
