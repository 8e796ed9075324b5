import config from '@adonisjs/core/services/config'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import BeginTotp from '#actions/second_factors/begin_totp'
import ConfirmTotp from '#actions/second_factors/confirm_totp'
import RemoveTotp from '#actions/second_factors/remove_totp'
import { sourceOf } from '#http/source'
import { throttledFactor } from '#limits/second_factor_limit'
import type { NewTotp } from '#resources/second_factor'
import { totpUri } from '#security/totp'
import { codeValidator } from '#validators/second_factors'

export default class TotpController {
  @inject()
  async store({ auth }: HttpContext, beginTotp: BeginTotp): Promise<NewTotp> {
    const { id: userId, sessionId } = auth.getUserOrFail()
    const { secret, username } = await beginTotp.handle({ userId, sessionId })
    const issuer = config.get<{ name: string }>('mail.site').name
    const uri = totpUri(secret, { issuer, label: username })
    const { encodeQR } = await import('qr')
    return { secret, uri, qr_svg: encodeQR(uri, 'svg') }
  }

  @inject()
  async update({ auth, request }: HttpContext, confirmTotp: ConfirmTotp) {
    const { code } = await request.validateBody(codeValidator)
    request.refuseStale(null)
    const { id: userId, sessionId } = auth.getUserOrFail()
    const input = { userId, sessionId, code, source: sourceOf(request) }
    const guessed = { id: userId, hasSecondFactor: true }
    const codes = await throttledFactor(guessed, () => confirmTotp.handle(input))
    return { recovery_codes: codes }
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, removeTotp: RemoveTotp) {
    request.refuseStale(null)
    const { id: userId, sessionId } = auth.getUserOrFail()
    await removeTotp.handle({ userId, sessionId, source: sourceOf(request) })
    response.noContent()
  }
}
