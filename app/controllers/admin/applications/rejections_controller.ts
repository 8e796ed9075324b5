import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import RejectApplication from '#actions/applications/reject_application'
import { rejectValidator } from '#validators/applications'
import { idValidator } from '#validators/lists'
import { publicPath } from '#domain/public_path'

export default class RejectionsController {
  @inject()
  async store(ctx: HttpContext, reject: RejectApplication) {
    const { client, origin, request, response } = ctx
    const { id } = await request.validatePath(idValidator)
    const { reason } = await request.validateBody(rejectValidator)
    const entry = await reject.handle({ id, reason, origin, client })
    response.status(201).header('Location', publicPath(`/admin/audit/${entry.id}`))
    return entry
  }
}
