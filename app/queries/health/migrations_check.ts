import { BaseCheck, Result } from '@adonisjs/core/health'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { whatTablesLack } from '#queries/health/tables'

export class MigrationsCheck extends BaseCheck {
  name = 'migrations'

  async run() {
    const ask = async (sql: string) => (await db.rawQuery(sql)).rows
    try {
      const lack = await whatTablesLack(ask, app.appRoot)
      return lack ? Result.failed(lack) : Result.ok('All migrations have run')
    } catch {
      return Result.failed('PostgreSQL can not be asked')
    }
  }
}
