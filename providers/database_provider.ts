import type { ApplicationService } from '@adonisjs/core/types'
import pg from 'pg'
import { tellFailedCommits } from '#db/failed_commits'

export default class DatabaseProvider {
  constructor(protected app: ApplicationService) {}

  /** bigint ids and counts stay far below 2^53, so they are read as numbers. */
  register() {
    pg.types.setTypeParser(pg.types.builtins.INT8, Number)
  }

  async boot() {
    const database = await this.app.container.make('lucid.db')
    tellFailedCommits(database.connection().getWriteClient().client)
  }
}
