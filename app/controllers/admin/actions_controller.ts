import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { staffAction, staffActions } from '#actions/staff/registry'
import { idOfUser } from '#queries/staff/filters'
import { unwritten } from '#resources/batch'
import { shownAction } from '#resources/staff_action'
import { staffActionValidator } from '#validators/staff'
import { publicPath } from '#domain/public_path'

export default class ActionsController {
  index() {
    return staffActions.map(shownAction)
  }

  async store(ctx: HttpContext) {
    const { auth, client, origin, request, response } = ctx
    const fields = await request.validateBody(staffActionValidator)
    const { action, target_id: target, until, dry_run: dryRun = false } = fields
    const entry = await staffAction(action).handle({
      actor: auth.getUserOrFail(),
      origin,
      targetId: typeof target === 'number' ? target : await idOfUser(target),
      reason: fields.reason,
      until: until && DateTime.fromJSDate(until),
      role: fields.role,
      password: fields.password,
      osUser: fields.os_user,
      reportId: fields.report_id,
      batchId: fields.batch_id,
      targetUpdatedAt: fields.target_updated_at,
      dryRun,
      client,
    })

    ctx.mentions = [`audit_entry:${entry.id}`]
    if (entry.subject_id !== null) ctx.mentions.push(`user:${entry.subject_id}`)
    if (dryRun) return unwritten(entry)
    response.status(201).header('Location', publicPath(`/admin/audit/${entry.id}`))
    return entry
  }
}
