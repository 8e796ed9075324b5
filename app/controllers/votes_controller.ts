import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CastVote from '#actions/posts/cast_vote'
import { listVotes } from '#queries/posts/list_votes'
import { listVotesValidator } from '#validators/lists'
import { castVoteValidator } from '#validators/posts'

export default class VotesController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listVotesValidator)
    response.sendJson(await listVotes(auth.getUserOrFail(), options))
  }

  @inject()
  async store({ auth, request }: HttpContext, castVote: CastVote) {
    const { post_id: postId, vote_dir: direction } = await request.validateBody(castVoteValidator)
    return castVote.handle({ postId, direction, voter: auth.getUserOrFail() })
  }
}
