import type { ApplicationService } from '@adonisjs/core/types'

/** Lets a server run jobs and take part in the timed work, unless a process beside it does. */
export default class JobsProvider {
  #stop?: () => Promise<void>

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    // Tests run theirs themselves.
    if (this.app.inTest || env.get('JOBS') === 'off') return
    const { runJobs } = await import('#jobs/run_jobs')
    this.#stop = await runJobs(this.app)
  }

  async shutdown() {
    await this.#stop?.()
  }
}
