import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** What staff see is kept nowhere else. */
export default class NoStoreMiddleware {
  async handle({ response }: HttpContext, next: NextFn) {
    await next()
    response.header('Cache-Control', 'no-store')
  }
}
