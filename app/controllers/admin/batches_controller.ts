import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import BeginBatch from '#actions/batches/begin_batch'
import { sendOutcome } from '#controllers/admin/send_outcome'
import { listBatches, showBatch } from '#queries/staff/list_batches'
import {
  batchInUrlValidator,
  beginBatchValidator,
  listBatchesValidator,
  showBatchValidator,
} from '#validators/batches'

export default class BatchesController {
  async index({ auth, request, response }: HttpContext) {
    const options = await request.validateQuery(listBatchesValidator)
    response.sendJson(await listBatches(auth.getUserOrFail(), options))
  }

  async show({ auth, request, response }: HttpContext) {
    const { id } = await request.validatePath(batchInUrlValidator)
    const asked = await request.validateQuery(showBatchValidator)
    response.sendJson(await showBatch(id, auth.getUserOrFail(), asked))
  }

  @inject()
  async store(ctx: HttpContext, beginBatch: BeginBatch) {
    const fields = await ctx.request.validateBody(beginBatchValidator)
    const { dry_run: dryRun, targets, undoes = null, until = null, ...more } = fields
    const outcome = await beginBatch.handle({
      ...more,
      undoes,
      until,
      dryRun,
      actor: ctx.auth.getUserOrFail(),
      origin: ctx.origin,
      targets: targets.map(({ id, updated_at: seenAt }) => ({ id, seenAt })),
    })
    await sendOutcome(ctx, outcome)
  }
}
