import type { ApplicationService } from '@adonisjs/core/types'
import { overload } from '#observability/overload'
import { pool } from '#db/pool'

const names = { event_loop: 'the event loop', pool: 'the database pool' }

export default class LoadProvider {
  #end?: () => void

  constructor(protected app: ApplicationService) {}

  async ready() {
    const { default: env } = await import('#start/env')
    const { watchLoad } = await import('#http/load_shedding')
    const database = await this.app.container.make('lucid.db')
    const logger = await this.app.container.make('logger')

    pool.watch(database.connection().getWriteClient().client)
    overload.report((by, isClosed) => {
      if (isClosed) logger.warn(`overload: ${names[by]} can't keep up, refusing requests`)
      else logger.info(`overload: ${names[by]} keeps up again`)
    })
    this.#end = watchLoad({
      lag: env.get('OVERLOAD_LAG'),
      poolWait: env.get('OVERLOAD_POOL_WAIT'),
    })
  }

  async shutdown() {
    this.#end?.()
  }
}
