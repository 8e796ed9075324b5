import { setTimeout as wait } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import { Failure } from '#cli/failure'
import { batchHolder, batchKey, holderPrefix, passingHolder } from '#queries/staff/batch_holder'
import env from '#start/env'

/** PostgreSQL's limit for a connection's name. */
const MAX_NAME_BYTES = 63

const MAX_ATTEMPTS = 20
const RETRY_INTERVAL_MS = 200

/**
 * A session's advisory lock, which ends with this process.
 * @returns releases the lock
 * @throws Failure that names the present holder
 */
export async function lockBatch(batchId: string, holder: string): Promise<() => Promise<void>> {
  const client = new pg.Client({
    connectionString: env.get('DATABASE_URL').release(),
    application_name: `${holderPrefix}${holder}`.slice(0, MAX_NAME_BYTES),
    keepAlive: true,
  })
  // The work has its own connections, which report errors.
  client.on('error', () => {})
  await client.connect()
  for (let attempt = 1; ; attempt++) {
    const { rows } = await client.query(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [batchKey(batchId)]
    )
    if (rows[0].held) return () => client.end()
    const other = await batchHolder(batchId, db.connection())
    if (other === passingHolder && attempt < MAX_ATTEMPTS) {
      await wait(RETRY_INTERVAL_MS)
      continue
    }
    await client.end()
    throw new Failure('conflict', `Batch ${batchId} is taken by ${other}: wait for its end`)
  }
}
