import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import SetReview from '#actions/posts/set_review'
import PostPolicy from '#policies/post_policy'
import { findPostUnder } from '#queries/posts/find_post'
import { showReview } from '#queries/posts/reviews'
import { idValidator } from '#validators/lists'
import { reviewValidator } from '#validators/reviews'
import { maySeeRevisions } from '#domain/visibility'

export default class ReviewsController {
  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    await findPostUnder(maySeeRevisions, id, auth.getUserOrFail())
    response.sendJson(await showReview(id))
  }

  @inject()
  async update(ctx: HttpContext, setReview: SetReview) {
    const { auth, bouncer, origin, request, response } = ctx
    const { id: postId } = await request.validatePath(idValidator)
    const actor = auth.getUserOrFail()
    const post = await findPostUnder(maySeeRevisions, postId, actor)
    const { state, note = null } = await request.validateBody(reviewValidator)
    const act = state === 'requested' ? 'update' : 'review'
    await bouncer.with(PostPolicy).authorize(act, post)
    const unlessStale = (revision: Date | null) => request.refuseStale(revision)
    await setReview.handle({ postId, actor, origin, state, note, unlessStale })
    response.sendJson(await showReview(postId))
  }
}
