import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import type { MigratorOptions } from '@adonisjs/lucid/types/migrator'
import type { Column } from '#cli/output/table'
import env from '#start/env'

/** A migration, and what became of it. */
export interface Migration {
  name: string
  status: string
}

export const columns: Column<Migration>[] = [
  { title: 'Migration', text: ({ name }) => shortName(name), elastic: true },
  { title: 'Status', text: ({ status }) => status },
]

/** All migrations that there are, in order. */
export async function migrations(): Promise<Migration[]> {
  const list = await new MigrationRunner(db, app, { direction: 'up', dryRun: true }).getList()
  return list.map(({ name, status }) => ({ name, status }))
}

/**
 * Runs migrations, or takes them back.
 *
 * @returns those that it ran; of a dry run, those that it would
 * @throws what the first one failed with
 */
export async function migrate(options: MigratorOptions): Promise<Migration[]> {
  const runner = new MigrationRunner(db, app, options)
  await runner.run()
  if (runner.error) throw runner.error

  const done = options.direction === 'up' ? 'migrated' : 'rolled back'
  const status = options.dryRun ? `would be ${done}` : done
  return Object.values(runner.migratedFiles).map(({ file }) => ({ name: file.name, status }))
}

/** The name of the database. */
export async function databaseName(): Promise<string> {
  const { rows } = await db.rawQuery('select current_database() as name')
  return rows[0].name
}

/** Where the database is: there may be several of the same name. */
export function databasePlace(): string {
  const { host, searchParams } = new URL(env.get('DATABASE_URL').release())
  return host || searchParams.get('host') || 'localhost'
}

const shortName = (name: string) => name.replace(/^database\/migrations\//, '')
