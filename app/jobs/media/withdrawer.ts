import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from '@adonisjs/core/logger'
import { withdrawFiles } from '#jobs/media/withdraw_files'
import { FailureLog } from '#observability/failure_log'

/** A file must be gone within a second. */
const POLL_MS = 250

interface WithdrawerOptions {
  logger: Logger
  isPaused: () => Promise<boolean>
}

/** Looks all the time for files that readers may see no more. */
export class MediaWithdrawer {
  #stopping = new AbortController()
  #life?: Promise<void>
  #failures: FailureLog

  constructor(private options: WithdrawerOptions) {
    this.#failures = new FailureLog(options.logger)
  }

  start() {
    this.#life = this.#live()
  }

  async stop() {
    this.#stopping.abort()
    await this.#life
  }

  async #live() {
    const { signal } = this.#stopping
    while (!signal.aborted) {
      await this.#turn().catch((error) => this.#logError(error))
      await sleep(POLL_MS, undefined, { ref: false, signal }).catch(() => {})
    }
  }

  async #turn() {
    if (await this.options.isPaused()) return
    if ((await withdrawFiles()) > 0) this.#failures.succeeded('media')
  }

  #logError(error: unknown) {
    if (this.#stopping.signal.aborted) return
    this.#failures.failed('media', error, {}, 'media: files could not be withdrawn')
  }
}
