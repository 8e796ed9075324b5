import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import type { Column } from '#cli/output/table'
import env from '#start/env'

export interface Migration {
  name: string
  status: string
}

export const columns: Column<Migration>[] = [
  { title: 'Migration', text: ({ name }) => shortName(name), elastic: true },
  { title: 'Status', text: ({ status }) => status },
]

export async function migrations(): Promise<Migration[]> {
  const list = await new MigrationRunner(db, app, { direction: 'up', dryRun: true }).getList()
  return list.map(({ name, status }) => ({ name, status }))
}

export async function databaseName(): Promise<string> {
  const { rows } = await db.rawQuery('select current_database() as name')
  return rows[0].name
}

/** The host, since several may have a database of this name. */
export function databasePlace(): string {
  const { host, searchParams } = new URL(env.get('DATABASE_URL').release())
  return host || searchParams.get('host') || 'localhost'
}

export const shortName = (name: string) => name.replace(/^.*\//, '')
