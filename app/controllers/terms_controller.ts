import { inject } from '@adonisjs/core'
import config from '@adonisjs/core/services/config'
import type { HttpContext } from '@adonisjs/core/http'
import AcceptTerms from '#actions/users/accept_terms'
import ConflictException from '#exceptions/conflict_exception'
import { acceptTermsValidator } from '#validators/terms'

export default class TermsController {
  @inject()
  async update({ auth, request, response }: HttpContext, acceptTerms: AcceptTerms) {
    const { version } = await request.validateBody(acceptTermsValidator)
    request.refuseStale(null)
    if (config.get('accounts.termsVersion') === undefined) {
      throw new ConflictException('This site has no terms to accept.')
    }
    await acceptTerms.handle({ userId: auth.getUserOrFail().id, version })
    response.noContent()
  }
}
