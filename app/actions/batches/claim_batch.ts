import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import Batch from '#models/batch'
import { batchHolder, batchKey } from '#queries/staff/batch_holder'
import type { Origin } from '#domain/moderation'
import { undoIdOf } from '#domain/undo_batch'

interface Claimed {
  id: string
  /** The batch that this one reverses. */
  undoes?: string | null
  origin: Origin
}

/** Locks a batch until the transaction ends. @throws ConflictException if in use, running or reversed */
export async function claimBatch(
  { id, undoes, origin }: Claimed,
  client: TransactionClientContract
): Promise<void> {
  if (undoes && undoIdOf(undoes) !== id) {
    throw new ConflictException(`${id} is not the batch that takes ${undoes} back.`)
  }
  const root = undoes ?? id
  // A CLI command holds its batch for the whole run.
  if (origin.transport !== 'cli') await hold(root, client)
  if (undoes) return stop(undoes, client)
  const undone = await client
    .from('audit_entries')
    .where('batch_id', undoIdOf(id))
    .select('id')
    .first()
  if (undone) throw new ConflictException(`Batch ${id} was taken back: make another plan.`)
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

/** The audit log may know a batch that is no longer listed. */
async function stop(id: string, client: TransactionClientContract) {
  const batch = await Batch.locked(id, client)
  if (batch?.isRunning) throw new ConflictException(`Batch ${id} is running: cancel it first.`)
  if (batch?.isUnfinished) await batch.end('cancelled')
}
