import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import { linkTo } from '#mail/links'
import UnsubscribedEmail from '#models/unsubscribed_email'
import { unsubscribeValidator, unsubscribeLinkValidator } from '#validators/links'

/** One-click unsubscription (RFC 8058). */
export default class UnsubscribesController {
  /** For mail programs that only open links: programs that scan mails open them too, so it changes nothing. */
  async show({ request, response }: HttpContext) {
    const { token } = await request.validatePath(unsubscribeLinkValidator)
    response.status(302).location(linkTo('unsubscribe', token)).send(null)
  }

  async store({ client, request, response }: HttpContext) {
    const { token } = await request.validatePath(unsubscribeLinkValidator)
    await request.validateBody(unsubscribeValidator)
    if (!(await UnsubscribedEmail.unsubscribe(token, client))) throw new NotFoundException('link')
    response.noContent()
  }
}
