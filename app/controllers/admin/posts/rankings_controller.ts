import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { postRanking } from '#queries/staff/post_ranking'
import { idValidator } from '#validators/lists'
import { rankingValidator } from '#validators/staff'

export default class RankingsController {
  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const { search } = await request.validateQuery(rankingValidator)
    response.sendJson(jsonResponseOf(await postRanking(id, search)))
  }
}
