import db from '@adonisjs/lucid/services/db'
import { actOnTargets, type BatchTarget } from '#actions/batches/act_on_targets'
import type { BatchInput, BatchOutcome } from '#actions/batches/open_batch'
import ConflictException from '#exceptions/conflict_exception'
import { MAX_DRY_RUN_TARGETS, MAX_PART_TARGETS } from '#domain/batch'

/** Runs a batch without effect: each part is rolled back before the next. @throws ConflictException */
export async function rehearse(
  targets: BatchTarget[],
  { id: batchId, ...input }: BatchInput
): Promise<BatchOutcome> {
  if (targets.length > MAX_DRY_RUN_TARGETS) {
    throw new ConflictException(`A dry run takes up to ${MAX_DRY_RUN_TARGETS} targets.`)
  }
  const outcome: BatchOutcome = { batch: null, isNew: false, done: [], failed: [], repeated: [] }
  const acting = { ...input, batchId, dryRun: true, client: db.connection() }
  for (let at = 0; at < targets.length; at += MAX_PART_TARGETS) {
    const part = await actOnTargets(targets.slice(at, at + MAX_PART_TARGETS), acting)
    outcome.done.push(...part.done)
    outcome.failed.push(...part.failed)
    outcome.repeated.push(...part.repeated)
  }
  return outcome
}
