import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { BatchSchema } from '#database/schema'

/** One action, or the undoing of a batch, on many targets. */
export default class Batch extends BatchSchema {
  static locked(id: string, client: TransactionClientContract) {
    return this.query({ client }).where('id', id).forUpdate().first()
  }

  get isRunning() {
    return this.state === 'running'
  }

  get isUnfinished() {
    return this.isRunning || this.state === 'open'
  }

  /** @param detail the reason, if it ended early */
  end(state: 'done' | 'cancelled' | 'failed', detail: string | null = null) {
    this.state = state
    this.detail = detail
    this.endedAt = DateTime.now()
    return this.save()
  }
}
