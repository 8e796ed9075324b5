import type { HttpContext } from '@adonisjs/core/http'
import User from '#models/user'
import { showPosts } from '#queries/posts/show_posts'
import { idValidator, listPostsOfUserValidator } from '#validators/lists'

export default class UserPostsController {
  async index({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listPostsOfUserValidator)
    const viewer = await auth.use('jwt').viewer()
    const author = await User.findOrFail(id)
    response.document(await showPosts({ ...options, author: author.id }, viewer))
  }
}
