import type { ApplicationService } from '@adonisjs/core/types'
import type { Timekeeper } from '#jobs/timekeeper'

/** Lets this server take part in the timed work; tests do theirs themselves. */
export default class JobsProvider {
  #timekeeper?: Timekeeper

  constructor(protected app: ApplicationService) {}

  async ready() {
    if (this.app.inTest) return
    const { Office } = await import('#jobs/office')
    const { Timekeeper } = await import('#jobs/timekeeper')
    const { timetable } = await import('#jobs/timetable')
    const { connectionString } = this.app.config.get<{ connectionString: string }>(
      'database.connections.postgres.connection'
    )
    const logger = await this.app.container.make('logger')
    this.#timekeeper = new Timekeeper(new Office(connectionString), timetable, logger)
    this.#timekeeper.start()
  }

  async shutdown() {
    await this.#timekeeper?.stop()
  }
}
