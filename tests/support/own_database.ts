import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'
import db from '@adonisjs/lucid/services/db'
import type { PostgreConfig } from '@adonisjs/lucid/types/database'

export interface OwnDatabase {
  /** The name of its connection. */
  connection: string
  /** The file of its generated classes. */
  schemaFile: string
  drop(): Promise<void>
}

/**
 * An empty database beside that of the run, with its own connection.
 *
 * @param migrations folders of migrations that replace Plaza's
 * @param locale for `create database`; the default is that of the server
 */
export async function ownDatabase({
  migrations,
  locale,
}: { migrations?: string[]; locale?: string } = {}): Promise<OwnDatabase> {
  const name = `plaza_${randomBytes(6).toString('hex')}`
  const settings = config.get<PostgreConfig>('database.connections.postgres')
  const connection = settings.connection as { connectionString: string }
  const url = new URL(connection.connectionString)
  url.pathname = `/${name}`
  const schemaFile = join(tmpdir(), `${name}.ts`)

  await db.rawQuery(
    `create database ${name} ${locale ? `template template0 encoding 'UTF8' ${locale}` : ''}`
  )
  db.manager.add(name, {
    ...settings,
    migrations: { ...settings.migrations, ...(migrations && { paths: migrations }) },
    connection: { ...connection, connectionString: url.href } as PostgreConfig['connection'],
    schemaGeneration: { ...settings.schemaGeneration!, outputPath: schemaFile },
  })
  return {
    connection: name,
    schemaFile,
    async drop() {
      await db.manager.close(name, true)
      await db.rawQuery(`drop database ${name} with (force)`)
    },
  }
}
