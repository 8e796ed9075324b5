import type { HttpContext } from '@adonisjs/core/http'
import { DateTime } from 'luxon'
import { claimBatch } from '#actions/staff/claim_batch'
import { actOnMany } from '#actions/staff/act_on_many'
import { staffAction } from '#actions/staff/registry'
import { shownBatch } from '#resources/batch'
import { batchValidator } from '#validators/staff'

export default class BatchesController {
  async store({ auth, client, origin, request }: HttpContext) {
    const fields = await request.validateBody(batchValidator)
    const { batch_id: batchId, dry_run: dryRun = false, targets, undoes, until } = fields
    const outcome = await actOnMany(() => staffAction(fields.action), {
      actor: auth.getUserOrFail(),
      origin,
      targets: targets.map(({ id, updated_at: updatedAt }) => ({ id, updatedAt })),
      reason: fields.reason,
      until: until && DateTime.fromJSDate(until),
      batchId,
      dryRun,
      client,
      claim: dryRun ? undefined : (trx) => claimBatch({ batchId, undoes, origin }, trx),
    })
    return shownBatch({ batchId, dryRun, ...outcome })
  }
}
