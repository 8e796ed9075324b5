import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ResetPassword from '#actions/users/reset_password'
import { sourceOf } from '#http/source'
import { confirmPasswordResetValidator } from '#validators/links'

export default class ConfirmationsController {
  @inject()
  async store({ request, response }: HttpContext, resetPassword: ResetPassword) {
    const fields = await request.validateBody(confirmPasswordResetValidator)
    const { token, new_password: password } = fields
    await resetPassword.handle({ token, password, source: sourceOf(request) })
    response.noContent()
  }
}
