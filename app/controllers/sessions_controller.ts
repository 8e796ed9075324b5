import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EndSession from '#actions/sessions/end_session'
import { listSessions } from '#queries/users/list_sessions'
import { idValidator } from '#validators/lists'

export default class SessionsController {
  async index({ auth }: HttpContext) {
    const { id, sessionId } = auth.getUserOrFail()
    return listSessions(id, sessionId)
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, endSession: EndSession) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    await endSession.handle({ id, userId: auth.getUserOrFail().id })
    response.noContent()
  }
}
