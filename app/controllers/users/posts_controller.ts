import type { HttpContext } from '@adonisjs/core/http'
import { showPosts } from '#queries/posts/show_posts'
import { userNamed } from '#queries/users/user_named'
import { listPostsOfUserValidator, userInUrlValidator } from '#validators/lists'

export default class UserPostsController {
  async index({ auth, request, response }: HttpContext) {
    const { user: reference } = await request.validatePath(userInUrlValidator)
    const options = await request.validateQuery(listPostsOfUserValidator)
    const viewer = await auth.use('jwt').viewer()
    const { id } = await userNamed(reference, viewer)
    response.sendJson(await showPosts({ ...options, author: String(id) }, viewer))
  }
}
