import db from '@adonisjs/lucid/services/db'
import pg from 'pg'
import { failure, ok, warning } from '#cli/health/verdict'
import { migrations } from '#cli/migrations'
import { scheduleHealth } from '#queries/posts/schedule_health'
import { storedReadOnly } from '#queries/system/read_only'
import env from '#start/env'
import { counted } from '#domain/counted'
import { JOB_CONNECTIONS, poolShare } from '#db/pool_share'

const CONNECT_TIMEOUT_MS = 3000

/** By its own connection: a pool only reports that it got none, and not why. */
export async function checkDatabase() {
  const connectionString = env.get('DATABASE_URL').release()
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // The query reports an error in place of its answer. A later one does not matter.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client
    .query(`select current_setting('server_version_num')::int as version`)
    .finally(() => client.end())
  const major = Math.floor(rows[0].version / 10_000)
  if (major < 15) return failure(`PostgreSQL ${major}`, 'upgrade it to 15 or newer')
  return ok(`PostgreSQL ${major} answers`)
}

export async function checkMigrations() {
  const pending = (await migrations()).filter(({ status }) => status === 'pending').length
  return pending > 0 ? failure(`${pending} have not run`, 'plaza db migrate') : ok('all have run')
}

export async function checkWrites() {
  const refusal = await storedReadOnly()
  if (!refusal) return ok('they are accepted')
  const { reason, set_by: by, since } = refusal
  const why = reason === null ? '' : `: ${reason}`
  return warning(`refused since ${since} by ${by}${why}`, 'plaza system readonly off')
}

/** Tokens and sanctions end by one of these clocks. */
export async function checkClock() {
  const before = Date.now()
  const { rows } = await db.rawQuery('select clock_timestamp() as now')
  const here = (before + Date.now()) / 2
  const seconds = Math.abs(rows[0].now.getTime() - here) / 1000
  const message = `${seconds.toFixed(1)} s from that of PostgreSQL`
  if (seconds > 30) return failure(message, 'run an NTP client on both machines')
  return seconds > 2 ? warning(message, 'run an NTP client on both machines') : ok(message)
}

/** A due schedule runs within a second or two. */
const MAX_OVERDUE_SECONDS = 60

export async function checkSchedules() {
  const { held, late, maxLateSeconds, overdueSeconds } = await scheduleHealth()
  if (overdueSeconds > MAX_OVERDUE_SECONDS) {
    const minutes = Math.round(overdueSeconds / 60)
    return failure(
      `one has been due for ${counted(minutes, 'minute')}`,
      'start a process with jobs'
    )
  }
  const message = [
    `${counted(held, 'post')} held back`,
    `${counted(late, 'post')} went out late in 7 days${late > 0 ? `, by ${counted(Math.round(maxLateSeconds / 60), 'minute')} at most` : ''}`,
  ].join('; ')
  if (held === 0) return ok(message)
  return warning(message, 'plaza posts list --status scheduled; their authors decide')
}

/** The indexes of titles keep the order of the ICU library that wrote them. */
export async function checkTitles() {
  const { rows } = await db.rawQuery(
    `select collversion as known, pg_collation_actual_version(oid) as present
     from pg_collation where collname = 'und-x-icu'`
  )
  const [{ known, present }] = rows
  if (known === present) return ok(`sorted by ICU ${present}`)
  return warning(
    `sorted by ICU ${known}, and the library is ${present} now`,
    'reindex posts_title_index and posts_hidden_title_index, then refresh the version of the collation'
  )
}

export async function checkConnections(workers: number) {
  const { rows } = await db.rawQuery(
    `select current_setting('max_connections')::int as max,
            current_setting('superuser_reserved_connections')::int as reserved`
  )
  const free = rows[0].max - rows[0].reserved
  const hasJobProcess = env.get('JOBS') === 'process'
  const jobs = env.get('JOBS') === 'off' ? 0 : hasJobProcess ? 1 : workers
  const share = poolShare(env.get('DB_POOL_MAX'), { workers, hasJobProcess })
  // Each worker has one more for short reads, one for the locks of uploads in parts, and without Redis each
  // process one to listen. Whichever runs jobs has those of the queue and one that hears of new jobs, and one of them the leader lock; commands
  // take some.
  const bus = env.get('REDIS_URL') ? 0 : 1
  const wanted =
    workers * (share + 2 + bus) +
    jobs * (JOB_CONNECTIONS.queue + 1) +
    (hasJobProcess ? JOB_CONNECTIONS.handlers + bus : 0) +
    1 +
    5
  const message = `${counted(workers, 'worker')} may want ${wanted} of ${free}`
  return wanted > free
    ? failure(message, 'lower DB_POOL_MAX, or raise max_connections of PostgreSQL')
    : ok(message)
}

/** Whether PostgreSQL has room: only it can see its disk, which may be another one. */
export async function checkRoom() {
  await db.transaction(async (trx) => {
    await trx.rawQuery(
      `create temp table plaza_room on commit drop as
         select md5(random()::text) || md5(random()::text) as filling from generate_series(1, 20000)`
    )
  })
  return ok('PostgreSQL has room to write')
}
