import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SignInWithPasskey from '#actions/sessions/sign_in_with_passkey'
import { signInWithPasskey } from '#controllers/log_in'
import { signedIn } from '#controllers/signed_in'

export default class PasskeysController {
  @inject()
  async store(ctx: HttpContext, signIn: SignInWithPasskey) {
    const { session: lifetime } = ctx.auth.use('jwt').lifetimes
    return signedIn(ctx, await signInWithPasskey(ctx, signIn, lifetime))
  }
}
