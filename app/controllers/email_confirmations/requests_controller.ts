import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RequestEmailConfirmation from '#actions/users/request_email_confirmation'
import { countMailRequest } from '#limits/mail_requests'
import { refuseWithoutMail } from '#mail/availability'
import { mailToValidator } from '#validators/links'

export default class RequestsController {
  @inject()
  async store({ client, request, response }: HttpContext, requestMail: RequestEmailConfirmation) {
    const { email } = await request.validateBody(mailToValidator)
    refuseWithoutMail()
    response.headers(await countMailRequest(email, request.ip()))
    await requestMail.handle({ email, client })
    response.status(202).send('')
  }
}
