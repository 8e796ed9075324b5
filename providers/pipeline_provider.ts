import type { ApplicationService } from '@adonisjs/core/types'
import { pipeline } from '#db/pipeline'

/** Enables pipelined reads for a server; a command ends before they would pay. */
export default class PipelineProvider {
  constructor(protected app: ApplicationService) {}

  async boot() {
    const database = await this.app.container.make('lucid.db')
    const knex = database.connection().getWriteClient().client
    pipeline.allow({
      connection: this.app.config.get('database.connections.postgres.connection'),
      onStatement: ({ text, values }) => knex.emit('query', { sql: text, bindings: values }),
    })
  }

  async shutdown() {
    await pipeline.close()
  }
}
