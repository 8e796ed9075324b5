import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { ActingInput, BatchTarget } from '#actions/batches/act_on_targets'
import { claimBatch } from '#actions/batches/claim_batch'
import { fillBatch } from '#actions/batches/fill_batch'
import { openBatch, type BatchOutcome } from '#actions/batches/open_batch'
import { refuseWithout } from '#actions/batches/refuse_without'
import { rehearse } from '#actions/batches/rehearse'
import { staffActions } from '#actions/staff/registry'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import { reversalOf } from '#domain/reversal'
import { undoIdOf } from '#domain/undo_batch'

interface UndoBatchInput extends Omit<ActingInput, 'batchId' | 'undoes' | 'client'> {
  /** Of the batch to reverse. */
  id: string
}

/** Reverses a batch, newest action first, by a batch of its own. @throws NotFoundException, ConflictException */
export default class UndoBatch {
  async handle({ id: undoes, dryRun, ...acting }: UndoBatchInput): Promise<BatchOutcome> {
    const id = undoIdOf(undoes)
    const inputOf = ([{ action }]: BatchTarget[]) => {
      refuseWithout(acting.actor, action)
      return { ...acting, id, undoes, action, until: null }
    }
    if (dryRun) {
      const targets = await reversalsOf(undoes, db.connection())
      return rehearse(targets, inputOf(targets))
    }
    return db.transaction(async (client) => {
      await claimBatch({ id, undoes, origin: acting.origin }, client)
      const targets = await reversalsOf(undoes, client)
      const { batch, isNew } = await openBatch(inputOf(targets), client)
      return {
        batch,
        isNew,
        ...(await fillBatch(batch, { ...acting, targets, remaining: 0 }, client)),
      }
    })
  }
}

async function reversalsOf(id: string, client: QueryClientContract): Promise<BatchTarget[]> {
  const entries = await client
    .from('audit_entries')
    .where('batch_id', id)
    .orderBy('id', 'desc')
    .select('action', 'target_id', 'before', 'after')
  if (entries.length === 0) throw new NotFoundException('batch that did something')
  return entries.map((entry) => {
    const reversal = reversalOf(entry, staffActions)
    if (!reversal) throw new ConflictException(`${entry.action} can't be undone.`)
    const { action, target_id: targetId, until } = reversal
    return { id: targetId, action, until: until === null ? null : new Date(until) }
  })
}
