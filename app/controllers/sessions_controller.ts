import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EndSession from '#actions/sessions/end_session'
import { listSessions } from '#queries/users/list_sessions'
import { idValidator } from '#validators/lists'
import { listSessionsValidator } from '#validators/shows'

export default class SessionsController {
  async index({ auth, request }: HttpContext) {
    const asked = await request.validateQuery(listSessionsValidator)
    const { id, sessionId } = auth.getUserOrFail()
    return listSessions(id, sessionId, asked)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, endSession: EndSession) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    await endSession.handle({ id, userId: auth.getUserOrFail().id })
    response.noContent()
  }
}
