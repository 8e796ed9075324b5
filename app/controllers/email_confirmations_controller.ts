import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import OpenSession from '#actions/sessions/open_session'
import ConfirmEmail from '#actions/users/confirm_email'
import { sourceOf } from '#http/source'
import { ownProfile } from '#queries/users/show_profile'
import { linkTokenValidator } from '#validators/links'

export default class EmailConfirmationsController {
  /** Only a new account is signed in: the reader of a mail to a mistyped address must not be. */
  @inject()
  async store(ctx: HttpContext, confirmEmail: ConfirmEmail, openSession: OpenSession) {
    const { auth, request, response } = ctx
    const { token } = await request.validateBody(linkTokenValidator)
    const user = await confirmEmail.handle({ token, source: sourceOf(request) })
    if (!user) return response.noContent()
    if (user === 'waits') return response.status(202).send({ status: 'waits_for_approval' })

    const guard = auth.use('jwt')
    const { session: lifetime } = guard.lifetimes
    const userAgent = request.header('user-agent')
    const session = await openSession.handle({ user, userAgent, address: request.ip(), lifetime })
    return { ...(await guard.tokensOf(session)), user: await ownProfile(user.id) }
  }
}
