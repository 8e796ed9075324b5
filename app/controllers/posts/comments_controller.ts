import type { HttpContext } from '@adonisjs/core/http'
import NotFoundException from '#exceptions/not_found_exception'
import PostPolicy from '#policies/post_policy'
import { commentsOfPost } from '#queries/comments/list_comments'
import { findPost } from '#queries/posts/find_post'
import { idValidator, listCommentsValidator } from '#validators/lists'

export default class PostCommentsController {
  async index({ auth, bouncer, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listCommentsValidator)
    await auth.use('jwt').viewer()

    const post = await findPost(id)
    if (await bouncer.with(PostPolicy).denies('view', post)) throw new NotFoundException('post')
    response.sendJson(await commentsOfPost(post.id, options))
  }
}
