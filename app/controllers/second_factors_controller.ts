import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { showSecondFactors } from '#queries/users/second_factors'

/** What the user proves a sign-in with, beside the password. */
export default class SecondFactorsController {
  async show({ auth, response }: HttpContext) {
    response.sendJson(jsonResponseOf(await showSecondFactors(auth.getUserOrFail())))
  }
}
