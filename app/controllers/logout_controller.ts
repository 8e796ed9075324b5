import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EndSession from '#actions/sessions/end_session'

export default class LogoutController {
  @inject()
  async store({ auth, response }: HttpContext, endSession: EndSession) {
    const { id: userId, sessionId: id } = auth.getUserOrFail()
    await endSession.handle({ id, userId })
    response.noContent()
  }
}
