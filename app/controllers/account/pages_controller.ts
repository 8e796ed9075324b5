import type { HttpContext } from '@adonisjs/core/http'
import { accountPage, contentSecurityPolicy } from '#pages/account_page'
import { accountPageValidator } from '#validators/links'

/** The pages of mailed links, unless the site has its own. */
export default class PagesController {
  async show({ request, response }: HttpContext) {
    const { page } = await request.validatePath(accountPageValidator)
    const { html, language } = await accountPage(page, request.header('accept-language'))
    response
      .header('Content-Language', language)
      .header('Content-Security-Policy', contentSecurityPolicy)
      .header('Content-Type', 'text/html; charset=utf-8')
      .header('Referrer-Policy', 'no-referrer')
      .header('X-Content-Type-Options', 'nosniff')
      .header('X-Frame-Options', 'DENY')
      .vary('Accept-Language')
      .send(html)
  }
}
