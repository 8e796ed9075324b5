import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import NotSameOriginException from '#exceptions/not_same_origin_exception'
import { isOwnHost } from '#http/client_address'

/** CORS lets no page of another origin send this header. */
export const STUDIO_HEADER = 'X-Plaza-Studio'

/** Only pages of this origin may use a cookie. Browsers name the origin over TLS and on this machine. */
export default class SameOriginMiddleware {
  async handle({ request }: HttpContext, next: NextFn) {
    const isSecure = config.get<string>('app.appUrl').startsWith('https:')
    if (!isSecure && !isOwnHost(request.hostname() ?? ''))
      throw new NotSameOriginException(needsTls)
    const site = request.header('sec-fetch-site')
    if (site !== 'same-origin' || request.header(STUDIO_HEADER) !== '1') {
      throw new NotSameOriginException()
    }
    await next()
  }
}

const needsTls =
  'The studio needs TLS here. Open it over https, with an APP_URL that begins with https://.'
