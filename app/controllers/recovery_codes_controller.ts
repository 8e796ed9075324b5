import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RenewRecoveryCodes from '#actions/second_factors/renew_recovery_codes'
import { sourceOf } from '#http/source'

export default class RecoveryCodesController {
  @inject()
  async store({ auth, request }: HttpContext, renewRecoveryCodes: RenewRecoveryCodes) {
    const { id: userId, sessionId } = auth.getUserOrFail()
    const source = sourceOf(request)
    const codes = await renewRecoveryCodes.handle({ userId, sessionId, source })
    return { recovery_codes: codes }
  }
}
