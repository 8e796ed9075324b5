import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { showSecondFactors } from '#queries/users/second_factors'

export default class SecondFactorsController {
  async show({ auth, response }: HttpContext) {
    response.sendJson(jsonResponseOf(await showSecondFactors(auth.getUserOrFail())))
  }
}
