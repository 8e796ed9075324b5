import type { HttpContext } from '@adonisjs/core/http'
import type { BatchOutcome } from '#actions/batches/open_batch'
import { showBatch } from '#queries/staff/list_batches'
import { shownOutcome } from '#resources/batch'
import { publicPath } from '#domain/public_path'

/** Answers with a batch and the targets of this request: 202 if a job does the rest. */
export async function sendOutcome(
  { auth, response }: HttpContext,
  { batch, isNew, ...outcome }: BatchOutcome
) {
  if (!batch) return response.send(shownOutcome({ ...outcome, batch }))
  if (isNew || batch.isRunning) {
    response.status(batch.isRunning ? 202 : 201)
    response.header('Location', publicPath(`/admin/batches/${batch.id}`))
  }
  const { body } = await showBatch(batch.id, auth.getUserOrFail())
  response.send(shownOutcome({ ...outcome, batch: JSON.parse(body) }))
}
