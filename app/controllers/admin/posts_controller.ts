import type { HttpContext } from '@adonisjs/core/http'
import { listStaffPosts, showStaffPost } from '#queries/staff/list_posts'
import { idValidator } from '#validators/lists'
import { showStaffPostValidator } from '#validators/shows'
import { listStaffPostsValidator } from '#validators/staff'

export default class PostsController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listStaffPosts(await request.validateQuery(listStaffPostsValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showStaffPostValidator)
    response.sendJson(await showStaffPost(id, asked))
  }
}
