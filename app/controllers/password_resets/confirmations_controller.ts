import db from '@adonisjs/lucid/services/db'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ResetPassword from '#actions/users/reset_password'
import { sourceOf } from '#http/source'
import { throttledFactor } from '#limits/second_factor_limit'
import PasswordReset from '#models/password_reset'
import { isSecondFactorOn } from '#models/second_factor'
import { confirmPasswordResetValidator } from '#validators/links'

export default class ConfirmationsController {
  @inject()
  async store({ request, response }: HttpContext, resetPassword: ResetPassword) {
    const fields = await request.validateBody(confirmPasswordResetValidator)
    const { token, new_password: password, ...proof } = fields
    const input = { token, password, proof, source: sourceOf(request) }
    await throttledFactor(await ownerOf(token), () => resetPassword.handle(input))
    response.noContent()
  }
}

/** The user whose code is checked, for the limit. */
async function ownerOf(token: string) {
  const client = db.connection()
  const id = (await PasswordReset.userIdOf(token, client)) ?? 0
  return { id, hasSecondFactor: await isSecondFactorOn(id, client) }
}
