import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ChangePassword from '#actions/users/change_password'
import { confirmPassword } from '#auth/credentials'
import { throttledConfirmation } from '#limits/login_throttle'
import User from '#models/user'
import { changePasswordValidator } from '#validators/users'

export default class PasswordsController {
  @inject()
  async update({ auth, request, response }: HttpContext, changePassword: ChangePassword) {
    const { id, sessionId } = auth.getUserOrFail()
    const passwords = await request.validateBody(changePasswordValidator)
    request.refuseStale(null)
    const user = await User.findOrFail(id)
    const guard = auth.use('jwt')
    const { session: lifetime } = guard.lifetimes
    const session = await throttledConfirmation(
      sessionId,
      () => confirmPassword(user, passwords.current_password, '/current_password'),
      () => changePassword.handle({ user, password: passwords.new_password, sessionId, lifetime })
    )
    response.header('Cache-Control', 'no-store')
    return guard.tokensOf(session)
  }
}
