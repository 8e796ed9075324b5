import type { HttpContext } from '@adonisjs/core/http'
import { listStaffComments, showStaffComment } from '#queries/staff/list_comments'
import { idValidator } from '#validators/lists'
import { showStaffCommentValidator } from '#validators/shows'
import { listStaffCommentsValidator } from '#validators/staff'

export default class CommentsController {
  async index({ request, response }: HttpContext) {
    const options = await request.validateQuery(listStaffCommentsValidator)
    response.sendJson(await listStaffComments(options))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showStaffCommentValidator)
    response.sendJson(await showStaffComment(id, asked))
  }
}
