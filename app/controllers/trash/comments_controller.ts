import type { HttpContext } from '@adonisjs/core/http'
import { listTrashedComments } from '#queries/comments/list_trashed_comments'
import { listTrashedCommentsValidator } from '#validators/lists'

export default class CommentsController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listTrashedCommentsValidator)
    response.sendJson(await listTrashedComments(auth.getUserOrFail().id, options))
  }
}
