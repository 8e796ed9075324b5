import type { HttpContext } from '@adonisjs/core/http'
import { commentsOfUser } from '#queries/comments/list_comments'
import { userNamed } from '#queries/users/user_named'
import { listCommentsOfUserValidator, userInUrlValidator } from '#validators/lists'

export default class UserCommentsController {
  async index({ auth, request, response }: HttpContext) {
    const { user: reference } = await request.validatePath(userInUrlValidator)
    const options = await request.validateQuery(listCommentsOfUserValidator)
    const viewer = await auth.use('jwt').viewer()
    const { id } = await userNamed(reference, viewer)
    response.sendJson(await commentsOfUser(id, options, viewer))
  }
}
