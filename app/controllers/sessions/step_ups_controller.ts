import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RenewSignIn from '#actions/sessions/renew_sign_in'
import { confirmationOf, confirmPassword } from '#auth/credentials'
import { confirmPasskey, confirmSecondFactor } from '#auth/second_factor'
import { throttledConfirmation } from '#limits/login_throttle'
import { throttledFactor } from '#limits/second_factor_limit'
import type { SessionParts } from '#models/session'
import type { PasskeyAssertion } from '#domain/second_factor'
import { stepUpValidator } from '#validators/second_factors'

interface Proof {
  password?: string
  code?: string
  passkey?: PasskeyAssertion
}

export default class StepUpsController {
  @inject()
  async store(ctx: HttpContext, renewSignIn: RenewSignIn) {
    const { auth, request, response } = ctx
    const proof = await request.validateBody(stepUpValidator)
    const session = await this.#renewed(ctx, proof, renewSignIn)
    response.header('Cache-Control', 'no-store')
    return auth.use('jwt').accessOf(session)
  }

  /** A passkey needs no password beside it: its device verified the user. */
  async #renewed(
    { auth, request }: HttpContext,
    { password, code, passkey }: Proof,
    renewSignIn: RenewSignIn
  ): Promise<SessionParts> {
    const { id, sessionId } = auth.getUserOrFail()
    if (passkey !== undefined) {
      const confirmed = await confirmationOf(sessionId)
      const methods = await throttledFactor({ id, hasSecondFactor: true }, () =>
        confirmPasskey(id, passkey, request.ip())
      )
      return renewSignIn.handle({ confirmed, methods })
    }
    return throttledConfirmation(
      sessionId,
      () => confirmPassword(sessionId, password!, '/password'),
      async (confirmed) => {
        const factor = await throttledFactor(confirmed, () => confirmSecondFactor(confirmed, code))
        return renewSignIn.handle({ confirmed, methods: ['pwd', ...factor] })
      }
    )
  }
}
