import type { ApplicationService } from '@adonisjs/core/types'

/** Loading the jobs takes 50 ms, in which a server that has just started would answer no request. */
const START_DELAY_MS = 500

/** Starts the jobs and the scheduler of a server, unless a separate process runs them. */
export default class JobsProvider {
  #timer?: NodeJS.Timeout
  #started?: Promise<() => Promise<void>>

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    if (this.app.inTest || env.get('JOBS') === 'off') return
    this.#timer = setTimeout(() => (this.#started = this.#start()), START_DELAY_MS)
  }

  async shutdown() {
    clearTimeout(this.#timer)
    const stop = await this.#started
    await stop?.()
  }

  async #start() {
    const { runJobs } = await import('#jobs/run_jobs')
    return runJobs(this.app)
  }
}
