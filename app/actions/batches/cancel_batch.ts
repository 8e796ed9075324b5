import db from '@adonisjs/lucid/services/db'
import { refuseWithout } from '#actions/batches/refuse_without'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import Batch from '#models/batch'
import type { Actor } from '#domain/roles'

/** Stops a batch; what is done stays done. @throws NotFoundException, ConflictException, ForbiddenException */
export default class CancelBatch {
  handle({ id, actor }: { id: string; actor: Actor }): Promise<Batch> {
    return db.transaction(async (client) => {
      const batch = await Batch.locked(id, client)
      if (!batch) throw new NotFoundException('batch')
      refuseWithout(actor, batch.action)
      if (!batch.isUnfinished) throw new ConflictException(`Batch ${id} has ended already.`)
      return batch.end('cancelled')
    })
  }
}
