import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OpenSession from '#actions/sessions/open_session'
import { ownProfile } from '#queries/users/show_profile'
import { logIn } from '#controllers/log_in'

export default class LoginController {
  @inject()
  async store(ctx: HttpContext, openSession: OpenSession) {
    const guard = ctx.auth.use('jwt')
    const session = await logIn(ctx, openSession, guard.lifetimes.session)
    const user = await ownProfile(session.userId)
    ctx.response.header('Cache-Control', 'no-store')
    return { ...(await guard.tokensOf(session)), user }
  }
}
