import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SilencedException from '#exceptions/silenced_exception'

/** Lets only those write who are not silenced. */
export default class NotSilencedMiddleware {
  async handle({ auth }: HttpContext, next: NextFn) {
    SilencedException.refuse(auth.getUserOrFail())
    await next()
  }
}
