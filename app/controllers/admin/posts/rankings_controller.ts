import type { HttpContext } from '@adonisjs/core/http'
import { postRanking } from '#queries/staff/post_ranking'
import PostRankingTransformer from '#transformers/post_ranking_transformer'
import { idValidator } from '#validators/lists'
import { rankingValidator } from '#validators/staff'

export default class RankingsController {
  async show({ request }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const { search } = await request.validateQuery(rankingValidator)
    return new PostRankingTransformer(await postRanking(id, search)).toObject()
  }
}
