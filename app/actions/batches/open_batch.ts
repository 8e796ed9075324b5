import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActingInput, PartOutcome } from '#actions/batches/act_on_targets'
import Batch from '#models/batch'

export interface BatchInput extends Omit<ActingInput, 'batchId' | 'client'> {
  id: string
  action: string
  until: Date | null
}

export interface BatchOutcome extends PartOutcome {
  /** Null for a dry run. */
  batch: Batch | null
  isNew: boolean
}

/** Finds or makes a batch, and locks it. The audit log may know a batch that is no longer listed. */
export async function openBatch(
  { id, actor, origin, action, reason, until, undoes }: BatchInput,
  client: TransactionClientContract
): Promise<{ batch: Batch; isNew: boolean }> {
  const { rowCount } = await client.rawQuery(
    `insert into batches (id, actor_id, origin, action, reason, until, undoes, done_count)
     values (:id, :actorId, :origin, :action, :reason, :until, :undoes,
       (select count(*) from audit_entries where batch_id = :id))
     on conflict (id) do nothing`,
    { id, actorId: actor.id, origin: JSON.stringify(origin), action, reason, until, undoes } as any
  )
  return { batch: (await Batch.locked(id, client))!, isNew: rowCount > 0 }
}
