import type { HttpContext } from '@adonisjs/core/http'
import { commentsOfPost } from '#queries/comments/list_comments'
import { findVisiblePost } from '#queries/posts/find_post'
import { idValidator, listCommentsValidator } from '#validators/lists'

export default class PostCommentsController {
  async index({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listCommentsValidator)
    const post = await findVisiblePost(id, await auth.use('jwt').viewer())
    response.sendJson(await commentsOfPost(post.id, options))
  }
}
