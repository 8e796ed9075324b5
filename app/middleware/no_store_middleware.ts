import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** No cache may keep staff responses. */
export default class NoStoreMiddleware {
  async handle({ response }: HttpContext, next: NextFn) {
    await next()
    response.header('Cache-Control', 'no-store')
  }
}
