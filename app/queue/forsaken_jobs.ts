import type { Logger } from '@adonisjs/core/logger'
import type { PgBoss } from 'pg-boss'
import { takeOverForsaken } from '#queue/job_locks'

const INTERVAL_MS = 10_000

/** A job may have become active just before its process died. */
const SECOND_LOOK_MS = 2500

interface ForsakenJobsOptions {
  boss: PgBoss
  logger: Logger
  onError: (error: Error) => void
}

/** Queues the jobs of ended processes again: at the start, soon after it, and every ten seconds. */
export class ForsakenJobs {
  #timers: NodeJS.Timeout[] = []

  constructor(private options: ForsakenJobsOptions) {}

  watch() {
    const look = () => void this.#takeOver()
    look()
    this.#timers = [setTimeout(look, SECOND_LOOK_MS), setInterval(look, INTERVAL_MS)]
    for (const timer of this.#timers) timer.unref()
  }

  stop() {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers = []
  }

  async #takeOver() {
    const { boss, logger, onError } = this.options
    try {
      const { rows } = await boss.getDb().executeSql(takeOverForsaken)
      if (rows.length === 0) return
      logger.info(`queue: ${rows.length} jobs of an ended process run again`)
      for (const { id } of boss.getWipData()) boss.notifyWorker(id)
    } catch (error) {
      onError(error as Error)
    }
  }
}
