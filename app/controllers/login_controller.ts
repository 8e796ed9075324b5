import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OpenSession from '#actions/sessions/open_session'
import { throttledLogin } from '#limits/login_throttle'
import { prove } from '#auth/credentials'
import { findCredentials } from '#queries/users/find_credentials'
import { normaliseIdentifier } from '#domain/identifier'
import { ownProfile } from '#queries/users/show_profile'
import { logInValidator } from '#validators/users'

export default class LoginController {
  @inject()
  async store({ auth, request, response }: HttpContext, openSession: OpenSession) {
    const { username, password } = await request.validateBody(logInValidator)
    const identifier = normaliseIdentifier(username)
    const address = request.ip()

    const known = await findCredentials(identifier)
    const guard = auth.use('jwt')
    const session = await throttledLogin(
      { identifier, address, setHeaders: (headers) => response.headers(headers) },
      () => prove(known, password),
      (user) =>
        openSession.handle({
          user,
          address,
          userAgent: request.header('user-agent'),
          lifetime: guard.lifetimes.session,
        })
    )
    const user = await ownProfile(session.userId)
    response.header('Cache-Control', 'no-store')
    return { ...(await guard.tokensOf(session)), user }
  }
}
