import type { HttpContext } from '@adonisjs/core/http'
import User from '#models/user'
import { commentsOfUser } from '#queries/comments/list_comments'
import { idValidator, listCommentsOfUserValidator } from '#validators/lists'

export default class UserCommentsController {
  async index({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const options = await request.validateQuery(listCommentsOfUserValidator)
    await auth.use('jwt').viewer()
    const author = await User.findOrFail(id)
    response.document(await commentsOfUser(author.id, options))
  }
}
