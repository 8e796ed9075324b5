import type { HttpContext } from '@adonisjs/core/http'
import { jsonResponseOf } from '#http/json_response'
import { verifyAudit } from '#queries/staff/verify_audit'

export default class AuditVerdictsController {
  async show({ response }: HttpContext) {
    response.sendJson(jsonResponseOf(await verifyAudit()))
  }
}
