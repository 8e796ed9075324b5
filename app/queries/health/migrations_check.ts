import { BaseCheck, Result } from '@adonisjs/core/health'
import app from '@adonisjs/core/services/app'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import db from '@adonisjs/lucid/services/db'
import { counted } from '#support/counted'

/** Whether the tables are those that this version was written for. */
export class MigrationsCheck extends BaseCheck {
  name = 'migrations'

  async run() {
    const runner = new MigrationRunner(db, app, { direction: 'up', dryRun: true })
    const pending = (await runner.getList()).filter(({ status }) => status === 'pending')
    if (pending.length === 0) return Result.ok('All migrations have run')
    const many = counted(pending.length, 'migration')
    const have = pending.length === 1 ? 'has' : 'have'
    return Result.failed(`${many} ${have} not run: plaza db migrate`)
  }
}
