import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { actOnTargets, type ActingInput, type PartOutcome } from '#actions/batches/act_on_targets'
import { countTargets, keepOutcome, nextTargets } from '#actions/batches/batch_targets'
import type Batch from '#models/batch'
import { afterCommit } from '#db/after_commit'
import { MAX_PART_TARGETS } from '#domain/batch'

export interface PartInput extends Pick<ActingInput, 'actor' | 'origin' | 'reason'> {
  /** The number of targets that the client has yet to send. */
  remaining: number
}

/** Acts on the next part of a locked batch. The transaction of the caller must be the outermost. */
export async function workOnPart(
  batch: Batch,
  { remaining, ...acting }: PartInput,
  client: TransactionClientContract
): Promise<PartOutcome> {
  const { id: batchId, undoes } = batch
  const targets = await nextTargets(batch, MAX_PART_TARGETS, client)
  const outcome = await actOnTargets(targets, { ...acting, batchId, undoes, client })
  await keepOutcome(batch, outcome, client)
  const { waiting, failed } = await countTargets(batch, client)
  const doneCount = batch.doneCount + outcome.done.length
  batch.merge({ doneCount, failedCount: failed, leftCount: waiting + remaining })
  if (batch.leftCount === 0) await batch.end('done')
  else await batch.save()
  await afterCommit(client, outcome.publish)
  return outcome
}
