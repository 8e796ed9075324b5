import db from '@adonisjs/lucid/services/db'
import { refuseWithout } from '#actions/batches/refuse_without'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Batch from '#models/batch'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface CancelBatchInput {
  id: string
  actor: Actor
  origin: Origin
}

/** Stops a batch; finished work stays. @throws NotFoundException, ConflictException, ForbiddenException */
export default class CancelBatch {
  handle({ id, actor, origin }: CancelBatchInput): Promise<Batch> {
    return db.transaction(async (client) => {
      const batch = await Batch.locked(id, client)
      if (!batch) throw new NotFoundException('batch')
      refuseWithout(actor, batch.action)
      if (!batch.isUnfinished) throw new ConflictException(`Batch ${id} has ended already.`)
      const before = { state: batch.state }
      await batch.end('cancelled')
      const after = { state: batch.state, batch: id }
      const act = { action: 'batch.cancel', targetType: 'batch', targetId: batch.number } as const
      await AuditEntry.record({ ...act, before, after }, origin, client)
      return batch
    })
  }
}
