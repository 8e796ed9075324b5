import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { overview } from '#queries/staff/overview'

export default class OverviewsController {
  async show({ auth, response }: HttpContext) {
    response.sendJson(jsonResponseOf(await overview(auth.getUserOrFail())))
  }
}
