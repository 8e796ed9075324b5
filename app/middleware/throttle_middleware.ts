import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import { Limit } from '#limits/limit'
import { localOperatorOf } from '#http/local_operator'

const writes = new Limit('write')

/** A local operator has no limit. */
export default class ThrottleMiddleware {
  async handle({ auth, request, response }: HttpContext, next: NextFn) {
    if (!localOperatorOf(request.request)) {
      response.headers(await writes.consume(auth.getUserOrFail().id))
    }
    await next()
  }
}
