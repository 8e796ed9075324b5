import type { HttpContext } from '@adonisjs/core/http'
import { issuers, takesPasswords } from '#auth/issuers'
import { jsonResponseOf } from '#http/json_response'
import type { SignInMethods } from '#resources/sign_in_methods'

export default class MethodsController {
  async show({ response }: HttpContext) {
    const shown = issuers().map(({ name, title }) => ({ name, title }))
    const methods: SignInMethods = { password: takesPasswords(), issuers: shown }
    response.sendJson(jsonResponseOf(methods))
  }
}
