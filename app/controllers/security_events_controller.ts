import type { HttpContext } from '@adonisjs/core/http'
import { listSecurityEvents } from '#queries/users/list_security_events'
import { listSecurityEventsValidator } from '#validators/lists'

export default class SecurityEventsController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listSecurityEventsValidator)
    response.sendJson(await listSecurityEvents(auth.getUserOrFail().id, options))
  }
}
