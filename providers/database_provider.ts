import type { ApplicationService } from '@adonisjs/core/types'
import { ModelQueryBuilder } from '@adonisjs/lucid/orm'
import pg from 'pg'
import { tellFailedCommits } from '#db/failed_commits'

export default class DatabaseProvider {
  constructor(protected app: ApplicationService) {}

  /** bigint ids and counts stay far below 2^53, so they are read as numbers. */
  register() {
    pg.types.setTypeParser(pg.types.builtins.INT8, Number)
    ModelQueryBuilder.macro('forNoKeyUpdate', function (this: ModelQueryBuilder) {
      this.knexQuery.forNoKeyUpdate()
      return this
    })
  }

  async boot() {
    const database = await this.app.container.make('lucid.db')
    tellFailedCommits(database.connection().getWriteClient().client)
  }
}

declare module '@adonisjs/lucid/orm' {
  interface ModelQueryBuilder {
    forNoKeyUpdate(): this
  }
}

declare module '@adonisjs/lucid/types/model' {
  // With the type parameters of the library.
  interface ModelQueryBuilderContract<Model extends LucidModel, Result = InstanceType<Model>> {
    /**
     * Locks the rows as updates do. Inserts that refer to them do not wait, so they can't be part of a deadlock: `forUpdate`
     * stops those too (https://www.postgresql.org/docs/current/explicit-locking.html#LOCKING-ROWS).
     */
    forNoKeyUpdate(): this
  }
}
