import type { HttpContext } from '@adonisjs/core/http'
import { idOfUser } from '#queries/staff/filters'
import { listSessions } from '#queries/users/list_sessions'
import { listSessionsValidator } from '#validators/shows'
import { userValidator } from '#validators/staff'

export default class SessionsController {
  async index({ auth, request }: HttpContext) {
    const { user: reference } = await request.validatePath(userValidator)
    const asked = await request.validateQuery(listSessionsValidator)
    const { sessionId } = auth.getUserOrFail()
    return listSessions(await idOfUser(reference), sessionId, asked)
  }
}
