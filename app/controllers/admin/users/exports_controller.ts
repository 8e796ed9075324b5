import { Readable } from 'node:stream'
import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import ExportUser from '#actions/users/export_user'
import { idOfUser } from '#queries/staff/filters'
import { publicPath } from '#domain/public_path'
import { exportUserValidator, userValidator } from '#validators/staff'

export default class ExportsController {
  @inject()
  async store({ origin, request, response }: HttpContext, exportUser: ExportUser) {
    const { user: reference } = await request.validatePath(userValidator)
    const { reason } = await request.validateBody(exportUserValidator)
    const userId = await idOfUser(reference)

    const { pieces, entryId } = await exportUser.handle({ userId, origin, reason })
    response.status(201).header('Location', publicPath(`/admin/audit/${entryId}`))
    response.header('Content-Type', 'application/json; charset=utf-8')
    response.stream(Readable.from(pieces))
  }
}
