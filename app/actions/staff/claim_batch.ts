import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import { batchHolder, batchKey } from '#queries/staff/batch_holder'
import type { Origin } from '#domain/moderation'
import { undoIdOf } from '#domain/undo_batch'

interface Batch {
  batchId: string
  /** The batch that this one reverses. */
  undoes?: string
  origin: Origin
}

/** Locks a batch until the transaction ends. @throws ConflictException if in use or reversed */
export async function claimBatch(
  { batchId, undoes, origin }: Batch,
  client: TransactionClientContract
): Promise<void> {
  if (undoes && undoIdOf(undoes) !== batchId.toLowerCase()) {
    throw new ConflictException(`${batchId} is not the batch that takes ${undoes} back.`)
  }
  const root = undoes ?? batchId
  // A CLI command holds its batch for the whole run.
  if (origin.transport !== 'cli') await hold(root, client)
  if (undoes) return
  const undone = await client
    .from('audit_entries')
    .where('batch_id', undoIdOf(batchId))
    .select('id')
    .first()
  if (undone) throw new ConflictException(`Batch ${batchId} was taken back: make another plan.`)
}

async function hold(root: string, client: TransactionClientContract) {
  const { rows } = await client.rawQuery(
    'select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as held',
    [batchKey(root)]
  )
  if (rows[0].held) return
  const holder = await batchHolder(root, client)
  throw new ConflictException(`Batch ${root} is taken by ${holder} just now: wait for its end.`)
}
