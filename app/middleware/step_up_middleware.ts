import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { confirmPassword } from '#auth/credentials'
import { isSignInFresh } from '#auth/fresh_sign_in'
import { confirmSecondFactor } from '#auth/second_factor'
import SessionNeededException from '#exceptions/session_needed_exception'
import StaleSignInException from '#exceptions/stale_sign_in_exception'
import { throttledConfirmation } from '#limits/login_throttle'
import { throttledFactor } from '#limits/second_factor_limit'
import { stepUpProofValidator } from '#validators/second_factors'
import { FRESH_SECONDS } from '#domain/second_factor'

/** The requests of a route that need it; all by default. */
export type NeedsStepUp = (ctx: HttpContext) => boolean

/** Requires a fresh sign-in (RFC 9470), or the password in the request. A personal token has neither. */
export default class StepUpMiddleware {
  async handle(ctx: HttpContext, next: NextFn, isNeeded: NeedsStepUp = () => true) {
    if (isNeeded(ctx)) await this.#require(ctx)
    await next()
  }

  async #require({ auth, request }: HttpContext) {
    const account = auth.getUserOrFail()
    const { personalToken, sessionId } = account
    if (personalToken) throw new SessionNeededException()
    if (await isSignInFresh(account)) return
    const { current_password: password, code } = await stepUpProofValidator.validate(request.body())
    if (password === undefined) throw new StaleSignInException(FRESH_SECONDS)
    await throttledConfirmation(
      sessionId,
      () => confirmPassword(sessionId, password, '/current_password'),
      (confirmed) => throttledFactor(confirmed, () => confirmSecondFactor(confirmed, code))
    )
  }
}
