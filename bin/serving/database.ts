import type { Logger } from '@adonisjs/core/logger'
import pg from 'pg'
import { whatTablesLack } from '#queries/health/tables'

/** By SQLSTATE: a retry can't help. */
const FINAL: Record<string, (url: URL) => string> = {
  '28000': () => 'its account may not connect',
  '28P01': () => 'its password is wrong',
  '3D000': ({ pathname }) => `there is no database ${pathname.slice(1)}: createdb makes one`,
  '42501': () => 'its account may not connect',
}
const TIMEOUT_MS = 3000

/**
 * Only warns of temporary failures, such as pending migrations.
 * @throws Error with one line if this database can never work
 */
export async function checkDatabase(
  connectionString: string,
  root: URL,
  logger: Logger
): Promise<void> {
  const client = clientFor(connectionString)
  client.on('error', () => {})
  try {
    await client.connect()
    const ask = async (sql: string) => (await client.query(sql)).rows
    refuseUnfit(
      await ask(`select current_database() as name,
      current_setting('server_version_num')::int as version,
      current_setting('server_encoding') as encoding`)
    )
    const lack = await whatTablesLack(ask, root)
    if (lack) logger.warn(lack)
  } catch (error) {
    const { code = '', message } = error as Error & { code?: string }
    const explain = FINAL[code]
    if (explain) throw new Error(`DATABASE_URL: ${explain(new URL(connectionString))}`)
    if (error instanceof Unfit) throw error
    logger.warn(`PostgreSQL does not answer yet: ${message || code}; not ready until it does`)
  } finally {
    await client.end().catch(() => {})
  }
}

function clientFor(connectionString: string) {
  try {
    return new pg.Client({ connectionString, connectionTimeoutMillis: TIMEOUT_MS })
  } catch {
    // The original message would show the URL with its password.
    throw new Error('DATABASE_URL can’t be read: percent-encode special characters in its password')
  }
}

class Unfit extends Error {}

function refuseUnfit([database]: Record<string, any>[]) {
  const { name, version, encoding } = database!
  const major = Math.floor(version / 10_000)
  if (major < 15) throw new Unfit(`PostgreSQL is ${major}, and Plaza needs 15 or newer: upgrade it`)
  if (encoding === 'UTF8') return
  const remedy = `create database … encoding 'UTF8' template template0`
  throw new Unfit(`The database ${name} is ${encoding}, and Plaza needs UTF8: ${remedy}`)
}
