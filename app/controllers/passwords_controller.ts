import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ChangePassword from '#actions/users/change_password'
import { confirmPassword } from '#auth/credentials'
import { refuseStaleFactor } from '#auth/fresh_sign_in'
import { sourceOf } from '#http/source'
import { throttledConfirmation } from '#limits/login_throttle'
import { changePasswordValidator } from '#validators/users'

export default class PasswordsController {
  @inject()
  async update({ auth, request, response }: HttpContext, changePassword: ChangePassword) {
    const account = auth.getUserOrFail()
    const { sessionId } = account
    const passwords = await request.validateBody(changePasswordValidator)
    request.refuseStale(null)
    const guard = auth.use('jwt')
    const { session: lifetime } = guard.lifetimes
    const session = await throttledConfirmation(
      sessionId,
      () => confirmPassword(sessionId, passwords.current_password, '/current_password'),
      async (confirmed) => {
        await refuseStaleFactor(account, confirmed)
        return changePassword.handle({
          confirmed,
          password: passwords.new_password,
          lifetime,
          source: sourceOf(request),
        })
      }
    )
    response.header('Cache-Control', 'no-store')
    return guard.tokensOf(session)
  }
}
