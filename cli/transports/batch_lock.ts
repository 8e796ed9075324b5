import { setTimeout as wait } from 'node:timers/promises'
import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import { Failure } from '#cli/failure'
import { batchHolder, batchKey, holderPrefix, passingHolder } from '#queries/staff/batch_holder'
import env from '#start/env'

/** What PostgreSQL keeps of the name of a connection. */
const MAX_NAME_BYTES = 63

/** How often it is tried while a request to the server is at it. */
const MOST_TRIES = 20
const PAUSE_MS = 200

/**
 * Takes a batch by a lock of a session of PostgreSQL, which ends with this process however that ends.
 *
 * @param holder who takes it, for those who come meanwhile
 * @returns what gives it back
 * @throws Failure that says who has it
 */
export async function lockBatch(batchId: string, holder: string): Promise<() => Promise<void>> {
  const client = new pg.Client({
    connectionString: env.get('DATABASE_URL').release(),
    application_name: `${holderPrefix}${holder}`.slice(0, MAX_NAME_BYTES),
    keepAlive: true,
  })
  // What is done meanwhile has connections of its own, which tell of it.
  client.on('error', () => {})
  await client.connect()
  for (let tries = 1; ; tries++) {
    const { rows } = await client.query(
      'select pg_try_advisory_lock(hashtextextended($1, 0)) as held',
      [batchKey(batchId)]
    )
    if (rows[0].held) return () => client.end()
    const other = await batchHolder(batchId, db.connection())
    if (other === passingHolder && tries < MOST_TRIES) {
      await wait(PAUSE_MS)
      continue
    }
    await client.end()
    throw new Failure('conflict', `Batch ${batchId} is taken by ${other}: wait for its end`)
  }
}
