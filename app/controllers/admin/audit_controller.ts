import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { findAuditEntry, listAudit } from '#queries/staff/list_audit'
import { idValidator } from '#validators/lists'
import { showAuditEntryValidator } from '#validators/shows'
import { listAuditValidator } from '#validators/staff'

export default class AuditController {
  async index({ request, response }: HttpContext) {
    response.sendJson(await listAudit(await request.validateQuery(listAuditValidator)))
  }

  async show({ request, response }: HttpContext) {
    const { id } = await request.validatePath(idValidator)
    const asked = await request.validateQuery(showAuditEntryValidator)
    response.sendJson(jsonResponseOf(await findAuditEntry(id, { asked })))
  }
}
