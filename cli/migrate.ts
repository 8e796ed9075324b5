import { setTimeout as sleep } from 'node:timers/promises'
import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import { MigrationRunner } from '@adonisjs/lucid/migration'
import type { BaseSchema } from '@adonisjs/lucid/schema'
import type { PostgreConfig, QueryClientContract } from '@adonisjs/lucid/types/database'
import type { MigratorOptions } from '@adonisjs/lucid/types/migrator'
import { Failure } from '#cli/failure'
import { shortName, type Migration } from '#cli/migrations'
import { isOutage } from '#db/errors'
import { tellFailedCommits } from '#db/failed_commits'
import env from '#start/env'

type Note = (message: string) => void
type DatabaseError = Error & { code?: string; hint?: string }

const CONNECTION = 'migrations'
/** The advisory lock of Lucid's own `migration:run`. */
const ADVISORY_LOCK = 1
/** How long requests may queue behind a migration that waits for a lock. */
const LOCK_TIMEOUT_MS = 3000
const RETRY_INTERVAL_MS = 2000
const RETRY_TIMEOUT_MS = 5 * 60_000
const PROGRESS_INTERVAL_MS = 5000
/** PostgreSQL's codes for a lock that did not come in time, and for a deadlock with a request. */
const lockFailures = ['55P03', '40P01']

/**
 * Runs or rolls back migrations, in one process at a time, without a statement timeout but
 * DB_MIGRATION_TIMEOUT. One that waits for a lock gives way to requests, and is retried.
 * @returns the migrations that ran, or in a dry run would
 * @throws Failure that names the migration and quotes PostgreSQL
 */
export async function migrate(options: MigratorOptions, note: Note = () => {}) {
  const client = connect(options.connectionName ?? db.primaryConnectionName)
  try {
    if (!options.dryRun) await takeLock(client, note)
    return await runAll(options, note)
  } finally {
    await db.manager.close(CONNECTION, true)
  }
}

/** One connection, so that the lock's session is the one that migrates. */
function connect(base: string): QueryClientContract {
  const config = db.manager.get(base)!.config as PostgreConfig
  const { options, ...connection } = config.connection as Record<string, unknown>
  const settings = {
    statement_timeout: env.get('DB_MIGRATION_TIMEOUT') * 1000,
    lock_timeout: LOCK_TIMEOUT_MS,
    idle_in_transaction_session_timeout: 0,
    // Ends a statement whose process is gone.
    client_connection_check_interval: 5000,
  }
  const assignments = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  db.manager.add(CONNECTION, {
    ...config,
    connection: {
      ...connection,
      application_name: 'plaza migrations',
      options: [options, ...assignments].join(' '),
      statement_timeout: undefined,
      idle_in_transaction_session_timeout: undefined,
    } as PostgreConfig['connection'],
    pool: { min: 1, max: 1 },
  })
  const client = db.connection(CONNECTION)
  tellFailedCommits(client.getWriteClient().client)
  return client
}

async function takeLock(client: QueryClientContract, note: Note) {
  for (let attempt = 0; ; attempt++) {
    const { rows } = await client.rawQuery(
      `select pg_try_advisory_lock(${ADVISORY_LOCK}) as is_taken`
    )
    if (rows[0].is_taken) return
    if (attempt === 0) note('Another process migrates this database: waiting for its end')
    await sleep(200)
  }
}

async function runAll(options: MigratorOptions, note: Note): Promise<Migration[]> {
  const done: Migration[] = []
  const deadline = Date.now() + RETRY_TIMEOUT_MS
  let batch: number | undefined
  for (;;) {
    // Earlier attempts count towards the steps.
    const steps = 'step' in options && options.step ? { step: options.step - done.length } : {}
    const runner = new MigrationRunner(db, app, {
      ...options,
      ...steps,
      connectionName: CONNECTION,
      disableLocks: true,
    })
    reportProgress(runner, note)
    await runner.run()

    const files = Object.values(runner.migratedFiles)
    const status = statusOf(options)
    const ran = files.filter((file) => options.dryRun || file.status === 'completed')
    done.push(...ran.map(({ file }) => ({ name: file.name, status })))
    const failed = files.find((file) => file.status === 'error')
    batch ??= files[0]?.batch
    if (!runner.error) {
      if (batch && options.direction === 'up') await makeOneBatch(batch)
      return done
    }
    if (!failed) throw runner.error

    const name = shortName(failed.file.name)
    const isLocked = lockFailures.includes((runner.error as DatabaseError).code ?? '')
    if (!isLocked || Date.now() > deadline) {
      const { disableTransactions: mayStay } = await sourceOf(failed.file)
      throw failure(name, runner.error, mayStay ? someMayStay : 'and nothing of it stays')
    }
    note(`${name} waits for a lock that another session holds; it is tried again`)
    await sleep(RETRY_INTERVAL_MS)
  }
}

/** All attempts count as one batch, to be rolled back together. */
function makeOneBatch(batch: number) {
  return db
    .connection(CONNECTION)
    .from('adonis_schema')
    .where('batch', '>', batch)
    .update({ batch })
}

const statusOf = ({ direction, dryRun }: MigratorOptions) => {
  const done = direction === 'up' ? 'migrated' : 'rolled back'
  return dryRun ? `would be ${done}` : done
}

function reportProgress(runner: MigrationRunner, note: Note) {
  let timer: NodeJS.Timeout | undefined
  const stop = () => clearInterval(timer)
  runner.on('migration:start', ({ file }) => {
    const start = Date.now()
    const names = Object.keys(runner.migratedFiles)
    const place = `${names.indexOf(file.name) + 1} of ${names.length}`
    const report = () => {
      const seconds = Math.round((Date.now() - start) / 1000)
      note(`${shortName(file.name)} (${place}) has been running for ${seconds} s`)
    }
    timer = setInterval(report, PROGRESS_INTERVAL_MS)
  })
  runner.on('migration:completed', stop)
  runner.on('migration:error', stop)
}

/** A concurrent index is built outside a transaction. */
const someMayStay = 'and what it began may stay until the next plaza db migrate'

const sourceOf = (file: { getSource: () => unknown }) =>
  file.getSource() as Promise<typeof BaseSchema>

function failure(name: string, error: DatabaseError, left: string): Failure {
  const { code, hint } = error
  // knex puts the statement first.
  const words = error.message.split(' - ').at(-1)!
  const reason = `${words}${code ? ` (${code})` : ''}${hint ? `; ${hint}` : ''}`
  const message = `Migration ${name} failed, ${left}: ${reason}`
  return new Failure(isOutage(error) ? 'unavailable' : 'internal', message)
}
