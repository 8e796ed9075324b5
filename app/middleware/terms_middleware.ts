import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'
import TermsNotAcceptedException from '#exceptions/terms_not_accepted_exception'

export default class TermsMiddleware {
  async handle({ auth }: HttpContext, next: NextFn) {
    TermsNotAcceptedException.refuse(auth.getUserOrFail())
    await next()
  }
}
