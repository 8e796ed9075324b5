import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RequestPasswordReset from '#actions/users/request_password_reset'
import { sourceOf } from '#http/source'
import { countMailRequest } from '#limits/mail_requests'
import { refuseWithoutMail } from '#mail/availability'
import { mailToValidator } from '#validators/links'

export default class PasswordResetsController {
  @inject()
  async store({ client, request, response }: HttpContext, requestReset: RequestPasswordReset) {
    const { email } = await request.validateBody(mailToValidator)
    refuseWithoutMail()
    response.headers(await countMailRequest(email, request.ip()))
    await requestReset.handle({ email, source: sourceOf(request), client })
    response.status(202).send('')
  }
}
