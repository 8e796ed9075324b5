import { spawn, spawnSync } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { createServer } from 'node:net'
import { constants } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { EnvProcessor } from '@adonisjs/core/env'
import pg from 'pg'
import { endWithFailure } from './failure.js'
import { borrowServices, type Services } from './services.js'
import { isGroupRunning, whenOrphaned } from './services/processes.js'
import { buildIfStale } from './studio.js'

const ROOT = new URL('../', import.meta.url)
const ACE = [process.execPath, 'ace.js'] as const
const EVERYWHERE = ['0.0.0.0', '::']
const TIMEOUT_MS = 10_000

try {
  await new EnvProcessor(ROOT).process()
  const host = process.env.HOST || 'localhost'
  const port = Number(process.env.PORT || 3333)
  const address = `http://${EVERYWHERE.includes(host) ? 'localhost' : host}:${port}`

  await refuseTakenPort(host, port)
  const services = await borrowServices()
  // Lazy imports block the event loop, which would count as overload.
  process.env.OVERLOAD_LAG ||= '1m'
  ace('migration:run')
  if (!(await has('users'))) ace('db:seed')
  buildIfStale()
  serve()
  await waitUntilLive(address)
  console.log(banner(address, services, await has(`users WHERE email = 'alice@example.org'`)))
  if (process.argv.includes('--studio')) serveStudio(address)
} catch (error) {
  await endWithFailure(error)
}

/** AdonisJS's dev server would silently take another port. */
async function refuseTakenPort(host: string, port: number): Promise<void> {
  for (const { address } of await lookup(host, { all: true })) {
    const error = await new Promise<NodeJS.ErrnoException | void>((resolve) => {
      const probe = createServer().once('error', resolve)
      probe.listen(port, address, () => probe.close(() => resolve()))
    })
    // `localhost` may resolve to an IPv6 address that this machine lacks.
    if (error && error.code !== 'EADDRNOTAVAIL') throw error
  }
}

function ace(name: string): void {
  const [node, script] = ACE
  const { status, signal, stdout, stderr } = spawnSync(node, [script, name], {
    cwd: ROOT,
    env: { ...process.env, DB_STATEMENT_TIMEOUT: '1d' },
    encoding: 'utf8',
  })
  if (signal) process.exit(128 + constants.signals[signal])
  if (status !== 0) throw new Error(`node ace ${name} failed\n${stdout}${stderr}`)
}

async function has(rows: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: process.env.DATABASE_URL })
  await client.connect()
  const { rowCount } = await client.query(`SELECT FROM ${rows} LIMIT 1`)
  await client.end()
  return rowCount === 1
}

/** A separate process group: Ctrl-C would otherwise end the watcher before the server. */
function serve(): void {
  const [node, script] = ACE
  const watcher = spawn(node, [script, 'serve', '--watch', '--no-clear'], {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let exitCode: number | undefined
  const end = async (reason: number) => {
    // The first exit ends the other processes, and each of them calls this.
    if (exitCode !== undefined) return
    exitCode = reason
    await stopGroup(watcher.pid!)
    process.exit(exitCode)
  }

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0))
  whenOrphaned(() => end(1))
  watcher.once('exit', (code) => end(code ?? 1))
}

/** Serves the studio's sources with reload, on a separate port. */
function serveStudio(api: string): void {
  const [node] = ACE
  const vite = spawn(node, ['node_modules/vite/bin/vite.js', '-c', 'studio/vite.config.ts'], {
    cwd: ROOT,
    env: { ...process.env, PLAZA_API: api },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  process.once('exit', () => vite.kill())
}

async function stopGroup(group: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const deadline = Date.now() + TIMEOUT_MS
    if (isGroupRunning(group)) process.kill(-group, signal)
    while (isGroupRunning(group) && Date.now() < deadline) await sleep(20)
  }
}

async function waitUntilLive(address: string): Promise<void> {
  const isLive = () =>
    fetch(`${address}/health/live`).then(
      ({ ok }) => ok,
      () => false
    )
  while (!(await isLive())) await sleep(50)
}

function banner(address: string, services: Services, isDemo: boolean): string {
  const { DATABASE_URL: database, REDIS_URL: redis } = process.env
  const { host, pathname } = new URL(database!)

  return [
    '',
    `  API       ${address}`,
    `  Docs      ${address}/docs`,
    `  Studio    ${address}/studio`,
    process.env.MAIL_URL
      ? `  Mail      ${new URL(process.env.MAIL_URL).host}`
      : `  Mail      ${address}/dev/mail, kept in tmp/mail`,
    isDemo &&
      '  Accounts  ada (admin), moe (moderator), alice, bob; password: correct horse battery',
    `  Database  PostgreSQL ${services.databaseUrl ? 'embedded, kept in tmp/postgres' : host + pathname}`,
    `  Limiter   ${redis ? 'Redis' : 'PostgreSQL, for want of Redis'}`,
    `  Cache     memory${redis ? ', then Redis' : ''}`,
    '',
  ]
    .filter((line) => line !== false)
    .join('\n')
}
