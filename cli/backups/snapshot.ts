import pg from 'pg'
import type { Access } from '#cli/backups/access'
import { mediaRows, type MediaRow } from '#cli/backups/media/media_rows'
import { Failure } from '#cli/failure'
import { BYTES_LOCK } from '#media/bytes_lock'

/** The key of the advisory lock; the first half is "plaz" in ASCII. */
const LOCK_KEY = [0x706c617a, 2]

/** Tables whose rows are useless after a restore, or copies of data that may be erased tomorrow. */
export const tablesLeftEmpty = [
  ...['sessions', 'rate_limits', 'read_only', 'idempotency_keys'],
  ...['data_exports', 'data_export_parts'],
  // A restored database begins a new feed.
  ...['post_changes', 'post_feed'],
]

export interface Snapshot {
  id: string
  server: { version: string; major: number }
  migration: string
  countRows(): Promise<Record<string, number>>
  /** The files of users, in the order of their names. */
  mediaRows(): AsyncGenerator<MediaRow>
  /** Ends the snapshot. Until the release, no bytes of files are deleted. */
  end(): Promise<void>
  release(): Promise<void>
}

/** Locks out other backups of the database, until the connection ends. @throws Failure if one is in progress */
export async function lockBackups(access: Access): Promise<pg.Client> {
  const client = await access.connect()
  const { rows } = await client.query('select pg_try_advisory_lock($1, $2) as taken', LOCK_KEY)
  if (rows[0].taken) return client
  await client.end()
  throw new Failure('conflict', `Another backup of ${access.database} is being made`)
}

/** Locks out other backups of the database. @throws Failure if one is in progress */
export async function takeSnapshot(access: Access): Promise<Snapshot> {
  const client = await lockBackups(access)
  try {
    // Waits for those who delete bytes right now.
    await client.query(`select pg_advisory_lock_shared(${BYTES_LOCK})`)
    await client.query('begin transaction isolation level repeatable read, read only')
    const { rows } = await client.query(
      `select pg_export_snapshot() as id, current_setting('server_version') as version,
         current_setting('server_version_num')::int / 10000 as major,
         to_regclass('public.adonis_schema') is not null as migrated`
    )
    const { id, version, major, migrated } = rows[0]
    return {
      id,
      server: { version: version.split(' ')[0], major },
      migration: migrated ? await lastMigration(client) : '',
      countRows: () => countRows(client, tablesLeftEmpty),
      mediaRows: () => mediaRows(client),
      end: () => client.query('commit').then(() => {}),
      release: () => client.end(),
    }
  } catch (error) {
    await client.end()
    throw error
  }
}

export async function lastMigration(client: pg.Client): Promise<string> {
  const { rows } = await client.query('select name from adonis_schema order by id desc limit 1')
  return rows[0]?.name ?? ''
}

/** @param leftEmpty tables to count as empty */
export async function countRows(
  client: pg.Client,
  leftEmpty: string[] = []
): Promise<Record<string, number>> {
  const { rows: tables } = await client.query(
    `select tablename as name from pg_tables where schemaname = 'public' order by tablename`
  )
  const counts: Record<string, number> = {}
  for (const { name } of tables) {
    const table = `public.${pg.escapeIdentifier(name)}`
    const { rows } = leftEmpty.includes(name)
      ? { rows: [{ count: 0 }] }
      : await client.query(`select count(*) from ${table}`)
    counts[name] = Number(rows[0].count)
  }
  return counts
}
