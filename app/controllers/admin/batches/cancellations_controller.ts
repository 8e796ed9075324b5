import { inject } from '@adonisjs/core'
import type { HttpContext } from '@adonisjs/core/http'
import CancelBatch from '#actions/batches/cancel_batch'
import { showBatch } from '#queries/staff/list_batches'
import { batchInUrlValidator } from '#validators/batches'

export default class CancellationsController {
  @inject()
  async store({ auth, origin, request, response }: HttpContext, cancelBatch: CancelBatch) {
    const { id } = await request.validatePath(batchInUrlValidator)
    const actor = auth.getUserOrFail()
    await showBatch(id, actor)
    await cancelBatch.handle({ id, actor, origin })
    response.sendJson(await showBatch(id, actor))
  }
}
