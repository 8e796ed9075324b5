import type { HttpContext } from '@adonisjs/core/http'
import Session from '#models/session'
import { idOfUser } from '#queries/staff/filters'
import SessionTransformer from '#transformers/session_transformer'
import { userValidator } from '#validators/staff'

export default class SessionsController {
  async index({ auth, request }: HttpContext) {
    const { user: reference } = await request.validatePath(userValidator)
    const sessions = await Session.liveOf(await idOfUser(reference))
    const { sessionId } = auth.getUserOrFail()
    return sessions.map((session) => new SessionTransformer(session, sessionId).toObject())
  }
}
