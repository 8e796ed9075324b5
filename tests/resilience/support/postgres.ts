import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { startPostgres, stopPostgres } from '../../../bin/services/postgres.js'
import { endProcess, findFreePort, identify } from '../../../bin/services/processes.js'
import { atExit } from '#tests/resilience/support/part'
import { eventually } from '#tests/support/eventually'

/** Acknowledged writes must survive a kill. These tests have no power cut. */
const settings = { fsync: 'off', max_connections: '100' }

/** Milliseconds. */
const TIMEOUT_MS = 10_000

/** A PostgreSQL that keeps its port and its data over all its lives. */
export class Postgres {
  /** The address with the password. */
  url = ''
  readonly log: string

  private constructor(
    private folder: string,
    private port: number
  ) {
    this.log = join(folder, 'log')
    atExit(() => stopPostgres(folder))
  }

  /** @param folder is created if it is missing */
  static async start(folder: string): Promise<Postgres> {
    const postgres = new Postgres(folder, await findFreePort())
    await postgres.start()
    return postgres
  }

  /** @param more server parameters in addition to the defaults */
  async start(more: Record<string, string> = {}) {
    const port = String(this.port)
    this.url = await startPostgres(this.folder, { ...settings, ...more, port })
  }

  get pid() {
    return Number.parseInt(readFileSync(join(this.folder, 'data/postmaster.pid'), 'utf8'))
  }

  get isRunning() {
    try {
      return identify(this.pid) !== undefined
    } catch {
      return false
    }
  }

  /** @param mode of pg_ctl: how it ends connections */
  stop(mode: 'fast' | 'immediate' = 'fast') {
    if (this.isRunning) this.#end(mode === 'fast' ? 'SIGINT' : 'SIGQUIT')
  }

  /** Kills the server without its children, which notice and end. */
  kill() {
    this.#end('SIGKILL')
  }

  /** Sends a command to the server without waiting for its effect. */
  signal(signal: NodeJS.Signals) {
    process.kill(this.pid, signal)
  }

  /** Starts it again with the same parameters, without blocking this process. @returns when it answers */
  async revive() {
    await eventually(() => !this.isRunning)
    const data = join(this.folder, 'data')
    const [command, ...args] = readFileSync(join(data, 'postmaster.opts'), 'utf8')
      .trim()
      .split(' ')
      .map((word) => word.replaceAll('"', ''))
    const { uid, gid } = statSync(data)
    const log = openSync(this.log, 'a')
    spawn(command, args, {
      uid,
      gid,
      cwd: '/',
      detached: true,
      stdio: ['ignore', log, log],
    }).unref()
    closeSync(log)
    const answers = () =>
      this.query('select 1').then(
        () => true,
        () => false
      )
    await eventually(answers, { what: 'PostgreSQL answers' })
  }

  pause() {
    process.kill(this.pid, 'SIGSTOP')
  }

  resume() {
    process.kill(this.pid, 'SIGCONT')
  }

  /** Runs a statement on its own connection. */
  async query<Row extends pg.QueryResultRow = any>(sql: string, values: unknown[] = []) {
    const client = new pg.Client({ connectionString: this.url })
    await client.connect()
    try {
      const { rows } = await client.query<Row>(sql, values)
      return rows
    } finally {
      await client.end()
    }
  }

  #end(signal: NodeJS.Signals) {
    if (!endProcess(this.pid, signal, TIMEOUT_MS)) throw new Error(`PostgreSQL ignores ${signal}`)
  }
}
