import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import EmptyTrash from '#actions/trash/empty_trash'
import { listTrash } from '#queries/posts/list_trash'
import { listTrashValidator } from '#validators/lists'

export default class TrashController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listTrashValidator)
    response.sendJson(await listTrash(auth.getUserOrFail().id, options))
  }

  @inject()
  async destroy({ auth, request, response }: HttpContext, emptyTrash: EmptyTrash) {
    request.refuseStale(null)
    const isEmpty = await emptyTrash.handle(auth.getUserOrFail().id)
    if (isEmpty) response.noContent()
    else response.accepted(null)
  }
}
