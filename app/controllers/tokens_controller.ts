import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RefreshSession from '#actions/sessions/refresh_session'
import { sourceOf } from '#http/source'
import { refreshTokenValidator } from '#validators/users'

export default class TokensController {
  @inject()
  async refresh({ auth, request, response }: HttpContext, refreshSession: RefreshSession) {
    const { refresh_token: token } = await request.validateBody(refreshTokenValidator)
    const guard = auth.use('jwt')
    const { session: lifetime } = guard.lifetimes
    const session = await refreshSession.handle({ token, lifetime, source: sourceOf(request) })

    response.header('Cache-Control', 'no-store')
    return guard.tokensOf(session)
  }
}
