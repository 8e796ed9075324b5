import type { ApplicationService } from '@adonisjs/core/types'

/** Starts the jobs and the scheduler of a server, unless a separate process runs them. */
export default class JobsProvider {
  #stop?: () => Promise<void>

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    if (this.app.inTest || env.get('JOBS') === 'off') return
    const { runJobs } = await import('#jobs/run_jobs')
    this.#stop = await runJobs(this.app)
  }

  async shutdown() {
    await this.#stop?.()
  }
}
