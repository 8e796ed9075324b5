import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import UndoBatch from '#actions/batches/undo_batch'
import { sendOutcome } from '#controllers/admin/send_outcome'
import { refuseHiddenBatch } from '#queries/staff/list_batches'
import { batchInUrlValidator, undoBatchValidator } from '#validators/batches'

export default class UndosController {
  @inject()
  async store(ctx: HttpContext, undoBatch: UndoBatch) {
    const { auth, origin, request } = ctx
    const { id } = await request.validatePath(batchInUrlValidator)
    const { reason, dry_run: dryRun } = await request.validateBody(undoBatchValidator)
    const actor = auth.getUserOrFail()
    await refuseHiddenBatch(id, actor)
    await sendOutcome(ctx, await undoBatch.handle({ id, reason, dryRun, actor, origin }))
  }
}
