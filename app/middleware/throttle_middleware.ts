import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { Limit } from '#limits/limit'

const writes = new Limit('write')

/** Counts the writes of whoever is signed in. */
export default class ThrottleMiddleware {
  async handle({ auth, response }: HttpContext, next: NextFn) {
    response.headers(await writes.consume(auth.getUserOrFail().id))
    return next()
  }
}
