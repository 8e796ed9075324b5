import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import BeginChallenge from '#actions/sessions/begin_challenge'
import OpenSession from '#actions/sessions/open_session'
import { logIn } from '#controllers/log_in'
import { signedIn } from '#controllers/signed_in'

export default class LoginController {
  @inject()
  async store(ctx: HttpContext, openSession: OpenSession, beginChallenge: BeginChallenge) {
    const { session: lifetime } = ctx.auth.use('jwt').lifetimes
    return signedIn(ctx, await logIn(ctx, { openSession, beginChallenge }, lifetime))
  }
}
