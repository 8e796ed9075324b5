import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OpenSession from '#actions/sessions/open_session'
import ConfirmEmail from '#actions/users/confirm_email'
import { signedIn } from '#controllers/signed_in'
import { sourceOf } from '#http/source'
import { linkTokenValidator } from '#validators/links'

export default class EmailConfirmationsController {
  /** Signs in only a new account: a stranger may read the mail to a mistyped address. */
  @inject()
  async store(ctx: HttpContext, confirmEmail: ConfirmEmail, openSession: OpenSession) {
    const { auth, request, response } = ctx
    const { token } = await request.validateBody(linkTokenValidator)
    const source = sourceOf(request)
    const user = await confirmEmail.handle({ token, source })
    if (!user) return response.noContent()
    if (user === 'waits') return response.status(202).send({ status: 'waits_for_approval' })

    const { session: lifetime } = auth.use('jwt').lifetimes
    return signedIn(ctx, await openSession.handle({ user, source, lifetime }))
  }
}
