import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { stats } from '#queries/staff/stats'

export default class StatsController {
  async show({ response }: HttpContext) {
    response.sendJson(jsonResponseOf(await stats()))
  }
}
