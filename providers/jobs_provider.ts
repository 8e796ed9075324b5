import type { ApplicationService } from '@adonisjs/core/types'
import type { Scheduler } from '#jobs/scheduler'

/** Lets this server take part in the timed work; tests do theirs themselves. */
export default class JobsProvider {
  #scheduler?: Scheduler

  constructor(protected app: ApplicationService) {}

  async ready() {
    if (this.app.inTest) return
    const { LeaderLock } = await import('#jobs/leader_lock')
    const { Scheduler } = await import('#jobs/scheduler')
    const { schedule } = await import('#jobs/schedule')
    const { connectionString } = this.app.config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    const logger = await this.app.container.make('logger')
    this.#scheduler = new Scheduler(new LeaderLock(connectionString), schedule, logger)
    this.#scheduler.start()
  }

  async shutdown() {
    await this.#scheduler?.stop()
  }
}
