import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import SilencedException from '#exceptions/silenced_exception'
import { lastMoment } from '#support/moderation'

/** Lets only those write who are not silenced. */
export default class VoiceMiddleware {
  async handle({ auth }: HttpContext, next: NextFn) {
    const { silencedUntil } = auth.getUserOrFail()
    if (silencedUntil !== null && Date.now() < silencedUntil) {
      throw new SilencedException(silencedUntil === lastMoment ? null : new Date(silencedUntil))
    }
    await next()
  }
}
