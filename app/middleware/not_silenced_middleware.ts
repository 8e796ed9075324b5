import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SilencedException from '#exceptions/silenced_exception'

export default class NotSilencedMiddleware {
  async handle({ auth }: HttpContext, next: NextFn) {
    SilencedException.refuse(auth.getUserOrFail())
    await next()
  }
}
