import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { preparePrograms, type Programs } from './postgres_programs.js'
import { commandOf, endProcess, findFreePort } from './processes.js'

const ATTEMPTS = 3
const TIMEOUT_MS = 30_000
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  // The log must not hold refused values, such as an e-mail address.
  log_error_verbosity: 'terse',
}

/** Server parameters for a throw-away database, which need not survive a power cut. */
export const DISPOSABLE = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
}

/**
 * Starts the PostgreSQL of a directory, unless it runs, with a database `plaza`.
 * @returns the URL with the password. @throws Error with one line
 */
export async function startPostgres(
  directory: string,
  settings: Record<string, string> = {}
): Promise<string> {
  mkdirSync(directory, { recursive: true, mode: 0o755 })
  // A running server is recognised by its command line, so the path needs one spelling.
  const home = realpathSync(directory)
  const programs = await preparePrograms(home)

  if (!existsSync(join(home, 'data'))) createCluster(home, programs)
  if (!(await isServing(home))) await startServer(home, programs, { ...SETTINGS, ...settings })
  await createDatabase(home)

  return addressOf(home)!
}

/** Blocks until the server has ended, for exit handlers. */
export function stopPostgres(directory: string): void {
  const pid = existsSync(directory) && serverOf(realpathSync(directory))
  if (!pid) return

  // SIGINT is PostgreSQL's fast shutdown; SIGQUIT leaves work to crash recovery.
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (endProcess(pid, signal, TIMEOUT_MS)) return
  }
}

/** Renamed into place, so that an interrupted run leaves no half cluster. */
function createCluster(home: string, { owner, run }: Programs): void {
  const draft = join(home, 'data.new')
  const password = join(home, 'password')

  rmSync(draft, { recursive: true, force: true })
  writeFileSync(password, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 })
  if (owner) [home, password].forEach((path) => chownSync(path, owner.uid, owner.gid))

  const { ok, output } = run('initdb', [
    `--pgdata=${draft}`,
    '--username=plaza',
    `--pwfile=${password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // The machine's locale may be missing, or change its sort order with an update.
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-sync',
  ])
  if (!ok) throw new Error(`PostgreSQL cannot make its cluster in ${home}: ${lastLine(output)}`)
  renameSync(draft, join(home, 'data'))
}

async function startServer(
  home: string,
  { run }: Programs,
  settings: Record<string, string>
): Promise<void> {
  const data = join(home, 'data')
  const log = join(home, 'log')

  for (let attempt = 1; ; attempt++) {
    const parameters = { port: await findFreePort(), ...settings }
    const options = Object.entries(parameters).map(([name, value]) => `-c ${name}=${value}`)
    const { ok } = run('pg_ctl', ['start', '-D', data, '-l', log, '-o', options.join(' ')])
    if (ok) return
    if (attempt === ATTEMPTS) {
      const reason = existsSync(log) ? lastLine(readFileSync(log, 'utf8')) : 'no log'
      throw new Error(`PostgreSQL does not start (${log}): ${reason}`)
    }
    // The port may be taken by now, or a killed postmaster's children hold its shared memory.
    await sleep(500)
  }
}

async function isServing(home: string): Promise<boolean> {
  const deadline = Date.now() + TIMEOUT_MS

  while (Date.now() < deadline) {
    if (!serverOf(home)) {
      // PostgreSQL would not start if another process has the recorded pid.
      rmSync(join(home, 'data/postmaster.pid'), { force: true })
      return false
    }
    if (await query(home, 'postgres', 'SELECT 1').catch(() => false)) return true
    await sleep(100)
  }
  throw new Error(`PostgreSQL (process ${serverOf(home)}) in ${home} runs but does not answer`)
}

async function createDatabase(home: string): Promise<void> {
  const found = await query(home, 'postgres', `SELECT FROM pg_database WHERE datname = 'plaza'`)
  if (!found) await query(home, 'postgres', 'CREATE DATABASE plaza')
}

async function query(home: string, database: string, sql: string): Promise<number> {
  const client = new pg.Client({
    connectionString: addressOf(home, database),
    connectionTimeoutMillis: 2000,
  })
  try {
    await client.connect()
    const { rowCount } = await client.query(sql)
    return rowCount ?? 0
  } finally {
    await client.end()
  }
}

function serverOf(home: string): number | undefined {
  const pid = Number(pidFileOf(home)[0])
  return pid && commandOf(pid).includes(`-D ${join(home, 'data')}`) ? pid : undefined
}

function addressOf(home: string, database = 'plaza'): string | undefined {
  const port = pidFileOf(home)[3]
  const password = readFileSync(join(home, 'password'), 'utf8').trim()
  return port && `postgres://plaza:${password}@127.0.0.1:${port}/${database}`
}

function pidFileOf(home: string): string[] {
  const file = join(home, 'data/postmaster.pid')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)!
}
