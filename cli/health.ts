import { stat, statfs } from 'node:fs/promises'
import type { Secret } from '@adonisjs/core/helpers'
import type { ApplicationService } from '@adonisjs/core/types'
import db from '@adonisjs/lucid/services/db'
import redis from '@adonisjs/redis/services/main'
import pg from 'pg'
import type backupsConfig from '#config/backups'
import { signingKeys } from '#auth/signing_keys'
import { databaseTrouble, redisTrouble } from '#cli/database_trouble'
import { envFiles, isOpenToOthers } from '#cli/env_file'
import { migrations } from '#cli/migrations'
import type { Terminal } from '#cli/terminal'
import { scheduleHealth } from '#queries/posts/schedule_health'
import { storedReadOnly } from '#queries/system/read_only'
import env from '#start/env'
import { counted } from '#domain/counted'
import { JOB_CONNECTIONS, poolShare } from '#db/pool_share'

/** What a check found, and what to do about it. */
export interface Finding {
  subject: string
  status: 'ok' | 'warning' | 'failure'
  message: string
  advice?: string
}

type Verdict = Omit<Finding, 'subject'>

const ok = (message: string): Verdict => ({ status: 'ok', message })
const warning = (message: string, advice: string): Verdict => ({
  status: 'warning',
  message,
  advice,
})
const failure = (message: string, advice: string): Verdict => ({
  status: 'failure',
  message,
  advice,
})

const MiB = 2 ** 20
const CONNECT_TIMEOUT_MS = 3000

/**
 * Examines all that Plaza stands on; never throws.
 *
 * @param given how many processes serve; default: as many as are set
 */
export async function examine(
  app: ApplicationService,
  terminal: Terminal,
  given?: number
): Promise<Finding[]> {
  const workers = given ?? env.get('WEB_CONCURRENCY')
  const checks: Record<string, () => Verdict | Promise<Verdict>> = {
    'database': checkDatabase,
    'migrations': checkMigrations,
    'writes': checkWrites,
    'clock': checkClock,
    'schedules': checkSchedules,
    'titles': checkTitles,
    'connections': () => checkConnections(workers),
    'room': checkRoom,
    'redis': () => checkRedis(app),
    'disk': () => checkDisk(app),
    'memory': checkMemory,
    'secrets': () => checkSecrets(app),
    '.env': () => checkEnvFiles(app, terminal),
    'proxies': checkProxies,
  }
  const findings: Finding[] = []
  for (const [subject, check] of Object.entries(checks)) {
    if (ofDatabase.has(subject) && findings[0].status === 'failure') continue
    const verdict = await Promise.resolve().then(check).catch(failureOf)
    findings.push({ subject, ...verdict })
  }
  return findings
}

/** What is asked of PostgreSQL, and not at all when that does not answer. */
const ofDatabase = new Set([
  ...['migrations', 'writes', 'clock', 'schedules', 'titles', 'connections', 'room'],
])

function failureOf(error: unknown) {
  const { message, advice } = databaseTrouble(error)
  return failure(message, advice)
}

/** By a connection of its own: a pool says that none came, and not why. */
async function checkDatabase() {
  const connectionString = env.get('DATABASE_URL').release()
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: CONNECT_TIMEOUT_MS })
  // What comes after the answer, or in its place, is told by the query.
  client.on('error', () => {})
  await client.connect()
  const { rows } = await client
    .query(`select current_setting('server_version_num')::int as version`)
    .finally(() => client.end())
  const major = Math.floor(rows[0].version / 10_000)
  if (major < 15) return failure(`PostgreSQL ${major}`, 'upgrade it to 15 or newer')
  return ok(`PostgreSQL ${major} answers`)
}

async function checkMigrations() {
  const pending = (await migrations()).filter(({ status }) => status === 'pending').length
  return pending > 0 ? failure(`${pending} have not run`, 'plaza db migrate') : ok('all have run')
}

async function checkWrites() {
  const refusal = await storedReadOnly()
  if (!refusal) return ok('they are accepted')
  const { reason, set_by: by, since } = refusal
  const why = reason === null ? '' : `: ${reason}`
  return warning(`refused since ${since} by ${by}${why}`, 'plaza system readonly off')
}

/** Tokens and sanctions end by one clock or the other. */
async function checkClock() {
  const before = Date.now()
  const { rows } = await db.rawQuery('select clock_timestamp() as now')
  const here = (before + Date.now()) / 2
  const seconds = Math.abs(rows[0].now.getTime() - here) / 1000
  const message = `${seconds.toFixed(1)} s from that of PostgreSQL`
  if (seconds > 30) return failure(message, 'run an NTP client on both machines')
  return seconds > 2 ? warning(message, 'run an NTP client on both machines') : ok(message)
}

/** A due post goes out within a second or two. */
const MAX_OVERDUE_SECONDS = 60

async function checkSchedules() {
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
async function checkTitles() {
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

async function checkConnections(workers: number) {
  const { rows } = await db.rawQuery(
    `select current_setting('max_connections')::int as max,
            current_setting('superuser_reserved_connections')::int as reserved`
  )
  const free = rows[0].max - rows[0].reserved
  const hasJobProcess = env.get('JOBS') === 'process'
  const jobs = env.get('JOBS') === 'off' ? 0 : hasJobProcess ? 1 : workers
  const share = poolShare(env.get('DB_POOL_MAX'), { workers, hasJobProcess })
  // Each worker has one more for short reads, and without Redis each process one to listen. Whichever runs
  // jobs has those of the queue and one that hears of new jobs, and one of them the leader lock; commands
  // take some.
  const bus = env.get('REDIS_URL') ? 0 : 1
  const wanted =
    workers * (share + 1 + bus) +
    jobs * (JOB_CONNECTIONS.queue + 1) +
    (hasJobProcess ? JOB_CONNECTIONS.handlers + bus : 0) +
    1 +
    5
  const message = `${counted(workers, 'worker')} may want ${wanted} of ${free}`
  return wanted > free
    ? failure(message, 'lower DB_POOL_MAX, or raise max_connections of PostgreSQL')
    : ok(message)
}

async function checkRedis(app: ApplicationService) {
  if (!app.config.get('app.usesRedis')) {
    return warning(
      'none',
      'set REDIS_URL: without it limits are counted in PostgreSQL, which is slower'
    )
  }
  try {
    await redis.connection().set('plaza:doctor', '1', 'PX', 1000)
    return ok('it answers, and accepts writes')
  } catch (error) {
    const { message, advice } = redisTrouble(error)
    return failure(message, advice)
  }
}

/** Whether PostgreSQL has room: its disk may be another one, which only it can see. */
async function checkRoom() {
  await db.transaction(async (trx) => {
    await trx.rawQuery(
      `create temp table plaza_room on commit drop as
         select md5(random()::text) || md5(random()::text) as filling from generate_series(1, 20000)`
    )
  })
  return ok('PostgreSQL has room to write')
}

/** Every disk that something of Plaza is kept on, as far as it is on this machine. */
async function checkDisk(app: ApplicationService) {
  const { folder: backups } = app.config.get<typeof backupsConfig>('backups')
  const folders = [app.makePath(), backups, '/var/lib/postgresql', '/var/lib/redis', '/var/log']
  return diskVerdict(folders.filter((folder) => folder !== undefined))
}

/**
 * What is free on the disks of some folders, each disk told once; a folder that is not there is none.
 *
 * @param least MiB from which on there is enough
 */
export async function diskVerdict(folders: string[], least = 1024): Promise<Verdict> {
  const disks = new Map<number, { folder: string; free: number; percent: number }>()
  for (const folder of folders) {
    const found = await Promise.all([stat(folder), statfs(folder)]).catch(() => null)
    if (!found || disks.has(found[0].dev)) continue
    const [{ dev }, { bavail, blocks, bsize }] = found
    disks.set(dev, { folder, free: (bavail * bsize) / MiB, percent: (100 * bavail) / blocks })
  }
  const sorted = [...disks.values()].sort((one, other) => one.free - other.free)
  const message = sorted
    .map(
      ({ folder, free, percent }) =>
        `${folder} ${Math.round(free)} MiB free, ${Math.round(percent)} %`
    )
    .join('; ')
  const [{ folder, free }] = sorted
  if (free < least / 5) return failure(message, `make room where ${folder} is, before writes fail`)
  return free < least ? warning(message, `make room where ${folder} is, soon`) : ok(message)
}

function checkMemory() {
  const free = process.availableMemory() / MiB
  const message = `${Math.round(free)} MiB available`
  if (free < 64) return failure(message, 'run fewer workers, or add memory')
  return free < 256 ? warning(message, 'run fewer workers, or add memory') : ok(message)
}

function checkSecrets(app: ApplicationService) {
  const appKey = app.config.get<Secret<string>>('app.appKey').release()
  const keys = signingKeys().map(({ id, secret }) => ({
    name: `the key ${id} of JWT_KEYS`,
    secret: new TextDecoder().decode(secret),
  }))
  const weak = [{ name: 'APP_KEY', secret: appKey }, ...keys].filter(({ secret }) => isWeak(secret))
  if (weak.length === 0) return ok('long and random')
  const names = weak.map(({ name }) => name).join(' and ')
  return failure(`${names} can be guessed`, 'APP_KEY: openssl rand -base64 48; plaza keys rotate')
}

function isWeak(secret: string) {
  const looksWritten = /change.?me|secret|password|example|default|plaza/i.test(secret)
  return secret.length < 32 || new Set(secret).size < 10 || looksWritten
}

async function checkEnvFiles(app: ApplicationService, terminal: Terminal) {
  for (const file of await envFiles(terminal, app.appRoot)) {
    if (await isOpenToOthers(file)) {
      return failure(
        `others may read ${file.path}`,
        `chmod o= ${file.path}, and its group too unless that is the service's`
      )
    }
  }
  return ok('readable by its owner alone, or absent')
}

function checkProxies() {
  const trusted = env.get('TRUSTED_PROXIES')
  const tooWide = trusted.filter((network) => /\/0$/.test(network))
  if (tooWide.length > 0) {
    return failure(
      `${tooWide.join(', ')} lets any client choose its own address`,
      'name your proxy in TRUSTED_PROXIES'
    )
  }
  return ok(trusted.length > 0 ? `trusts ${trusted.join(', ')}` : 'trusts none')
}
