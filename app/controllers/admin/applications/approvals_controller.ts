import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ApproveApplication from '#actions/applications/approve_application'
import { approveValidator } from '#validators/applications'
import { idValidator } from '#validators/lists'
import { publicPath } from '#domain/public_path'

export default class ApprovalsController {
  @inject()
  async store(ctx: HttpContext, approve: ApproveApplication) {
    const { client, origin, request, response } = ctx
    const { id } = await request.validatePath(idValidator)
    const { reason } = await request.validateBody(approveValidator)
    const entry = await approve.handle({ id, reason, origin, client })
    response.status(201).header('Location', publicPath(`/admin/audit/${entry.id}`))
    return entry
  }
}
