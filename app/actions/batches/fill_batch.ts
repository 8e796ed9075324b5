import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BatchTarget, PartOutcome } from '#actions/batches/act_on_targets'
import { addTargets, countTargets } from '#actions/batches/batch_targets'
import { workOnPart, type PartInput } from '#actions/batches/work_on_part'
import ConflictException from '#exceptions/conflict_exception'
import Batch from '#models/batch'
import { batchQueue } from '#queue/queues'
import { MAX_BATCH_TARGETS, MAX_PART_TARGETS, MAX_RUNNING_BATCHES } from '#domain/batch'
import type { Actor } from '#domain/roles'

/** Adds targets to a locked batch. It acts on a few at once, and a job on many. @throws ConflictException */
export async function fillBatch(
  batch: Batch,
  { targets, ...acting }: PartInput & { targets: BatchTarget[] },
  client: TransactionClientContract
): Promise<PartOutcome> {
  const known = await addTargets(batch, targets, client)
  const { waiting } = await countTargets(batch, client)
  if (waiting <= MAX_PART_TARGETS && !batch.isRunning) {
    batch.merge({ state: 'open', detail: null, endedAt: null })
    const { done, failed, repeated } = await workOnPart(batch, acting, client)
    return { done, failed, repeated: known.concat(repeated) }
  }
  await refuseMore(batch, waiting, acting.actor, client)
  await batch.merge({ state: 'running', detail: null, leftCount: waiting, endedAt: null }).save()
  await batchQueue.send({ id: batch.id }, { client })
  return { done: [], failed: [], repeated: known }
}

async function refuseMore(
  { id, actorId }: Batch,
  waiting: number,
  actor: Actor,
  client: TransactionClientContract
) {
  if (actorId !== actor.id) {
    throw new ConflictException(
      `Batch ${id} is of another user: send at most ${MAX_PART_TARGETS} targets at once.`
    )
  }
  if (waiting > MAX_BATCH_TARGETS) {
    throw new ConflictException(`At most ${MAX_BATCH_TARGETS} targets of a batch can wait.`)
  }
  const running = await Batch.query({ client })
    .where({ actorId, state: 'running' })
    .whereNot('id', id)
  if (running.length < MAX_RUNNING_BATCHES) return
  throw new ConflictException(
    `${MAX_RUNNING_BATCHES} batches of yours are running: wait until one ends, or cancel it.`
  )
}
