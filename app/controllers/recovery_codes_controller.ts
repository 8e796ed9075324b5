import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RenewRecoveryCodes from '#actions/second_factors/renew_recovery_codes'
import { sourceOf } from '#http/source'

export default class RecoveryCodesController {
  @inject()
  async store({ auth, request }: HttpContext, renewRecoveryCodes: RenewRecoveryCodes) {
    const userId = auth.getUserOrFail().id
    const codes = await renewRecoveryCodes.handle({ userId, source: sourceOf(request) })
    return { recovery_codes: codes }
  }
}
