import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EndSession from '#actions/sessions/end_session'
import Session from '#models/session'
import SessionTransformer from '#transformers/session_transformer'
import { idValidator } from '#validators/lists'

export default class SessionsController {
  async index({ auth }: HttpContext) {
    const account = auth.getUserOrFail()
    const sessions = await Session.liveOf(account.id)
    return sessions.map((session) => new SessionTransformer(session, account.sessionId).toObject())
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, endSession: EndSession) {
    const { id } = await request.validatePath(idValidator)
    request.refuseStale(null)
    await endSession.handle({ id, userId: auth.getUserOrFail().id })
    response.noContent()
  }
}
