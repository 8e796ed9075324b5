import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ChangePassword from '#actions/users/change_password'
import { confirmPassword } from '#auth/credentials'
import { throttled } from '#limits/login_throttle'
import User from '#models/user'
import { changePasswordValidator } from '#validators/users'

export default class PasswordsController {
  @inject()
  async update({ auth, request, response }: HttpContext, changePassword: ChangePassword) {
    const { id, sessionId } = auth.getUserOrFail()
    const passwords = await request.validateBody(changePasswordValidator)
    const user = await User.findOrFail(id)
    await throttled(
      { user, address: request.ip() },
      () => confirmPassword(user, passwords.current_password, '/current_password'),
      () => changePassword.handle({ user, password: passwords.new_password, sessionId })
    )
    response.noContent()
  }
}
