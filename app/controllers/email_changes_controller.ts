import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import WithdrawEmailChange from '#actions/users/withdraw_email_change'
import { sourceOf } from '#http/source'

/** The change of the user's e-mail that waits for the new address. */
export default class EmailChangesController {
  @inject()
  async destroy({ auth, request, response }: HttpContext, withdraw: WithdrawEmailChange) {
    request.refuseStale(null)
    await withdraw.handle({ userId: auth.getUserOrFail().id, source: sourceOf(request) })
    response.noContent()
  }
}
