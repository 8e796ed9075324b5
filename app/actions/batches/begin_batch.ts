import db from '@adonisjs/lucid/services/db'
import { claimBatch } from '#actions/batches/claim_batch'
import { fillBatch } from '#actions/batches/fill_batch'
import { openBatch, type BatchInput, type BatchOutcome } from '#actions/batches/open_batch'
import { refuseWithout } from '#actions/batches/refuse_without'
import { rehearse } from '#actions/batches/rehearse'
import ConflictException from '#exceptions/conflict_exception'
import type Batch from '#models/batch'

interface BeginBatchInput extends BatchInput {
  targets: { id: number; seenAt?: Date }[]
  /** The number of targets that the client has yet to send. */
  remaining?: number
}

/** Begins or continues a batch. @throws ConflictException, ForbiddenException */
export default class BeginBatch {
  async handle({ dryRun, ...input }: BeginBatchInput): Promise<BatchOutcome> {
    const { actor, action, until } = input
    refuseWithout(actor, action)
    const targets = input.targets.map((target) => ({ ...target, action, until }))
    if (dryRun) return rehearse(targets, input)
    return db.transaction(async (client) => {
      await claimBatch(input, client)
      const { batch, isNew } = await openBatch(input, client)
      refuseOther(batch, input)
      return {
        batch,
        isNew,
        ...(await fillBatch(batch, { remaining: 0, ...input, targets }, client)),
      }
    })
  }
}

/** An undo is exempt: its parts differ, as the acts that they reverse did. */
function refuseOther(batch: Batch, { id, action, reason, until, undoes }: BatchInput) {
  if (undoes) return
  if (batch.state === 'cancelled') throw new ConflictException(`Batch ${id} was cancelled.`)
  const isSame =
    batch.action === action &&
    batch.reason === reason &&
    batch.until?.toMillis() === until?.getTime()
  if (isSame) return
  throw new ConflictException(`Batch ${id} has another action, reason or term.`)
}
