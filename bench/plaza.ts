import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'
import pg from 'pg'
import { startTestServices } from '../bin/services.js'
import { Server } from './server.js'

const ROOT = fileURLToPath(new URL('../', import.meta.url))
export const BUILD = fileURLToPath(new URL('../build', import.meta.url))
/** The password of every seeded user. */
export const password = 'correct horse battery'

const ROWS = { users: 1000, posts: 10_000, votes: 100_000, comments: 30_000 }
const SMALL_ROWS = { users: 1000, posts: 2000, votes: 20_000, comments: 20_000 }

/**
 * The settings of a worker in docker-compose.yml: on a large machine V8 would let garbage pile up.
 * @param profile for a machine with so much memory
 */
export function limitsOf(profile: '2g' | '4g') {
  const sizes = parseEnv(readFileSync(`${ROOT}docker/profiles/${profile}.env`, 'utf8'))
  const { API_HEAP: heap, API_SEMI_SPACE: semiSpace } = sizes
  return {
    NODE_OPTIONS: `--max-old-space-size=${heap} --max-semi-space-size=${semiSpace} --v8-pool-size=8`,
    MALLOC_ARENA_MAX: '1',
    MALLOC_MMAP_THRESHOLD_: '32768',
    MALLOC_TRIM_THRESHOLD_: '1048576',
  }
}

const MAX_WRITERS = 32

export interface Writer {
  id: number
  username: string
  token: string
}

export interface Content {
  posts: number[]
  /** Posts with a full first page of 20 comments. */
  busyPosts: number[]
  words: string[]
}

export function build() {
  execFileSync('npm', ['run', '--silent', 'build'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

export class Plaza {
  /** Rate limits are counted, but too high to be reached. */
  readonly env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PORT: '0',
    DATABASE_URL: process.env.DATABASE_URL,
    REDIS_URL: process.env.REDIS_URL,
    APP_KEY: secret(),
    APP_URL: 'http://plaza.test',
    JWT_KEYS: `bench:${secret()}`,
    JWT_LIFETIME: '1d',
    LIMIT_WRITE: '99999999/1m',
    LIMIT_LOGIN: '99999999/1m',
    LIMIT_LOGIN_ACCOUNT: '99999999/1m',
    LIMIT_LOGIN_IP: '99999999/1m',
  }

  /** @param isSmall seeds fewer rows @throws Error without a redis-server, which production needs */
  static async prepare(isSmall = false): Promise<Plaza> {
    await startTestServices()
    if (!process.env.REDIS_URL)
      throw new Error('The bench needs Redis: apt-get install redis-server')
    const made = new Plaza()
    made.#run(['ace.js', 'migration:run', '--force'])
    const rows = counts(isSmall ? SMALL_ROWS : ROWS)
    made.#run(
      ['bin/plaza.js', 'seed', ...rows, '--password-stdin', '--confirm=plaza', '--yes'],
      password
    )
    await made.#markAsIndexed()
    return made
  }

  get databaseUrl() {
    return this.env.DATABASE_URL!
  }

  serve(name: string, env: NodeJS.ProcessEnv = {}) {
    return this.#serve(name, 'bin/server.js', env)
  }

  serveCluster(workers: number, env: NodeJS.ProcessEnv = {}) {
    const mine = { WEB_CONCURRENCY: String(workers), ...env }
    return this.#serve(`${workers} workers`, 'bin/cluster.js', mine)
  }

  async content(): Promise<Content> {
    const ids = (sql: string) => this.query(sql).then((rows) => rows.map(({ id }) => Number(id)))
    const words = await this.query(
      `select word from ts_stat('select search from posts')
       where ndoc between 20 and 400 order by md5(word) limit 100`
    )
    return {
      posts: await ids('select id from posts where visible order by id'),
      busyPosts: await ids(
        'select id from posts where visible and comments_count >= 20 order by id limit 2000'
      ),
      words: words.map(({ word }) => word),
    }
  }

  async signIn(server: Server): Promise<Writer[]> {
    const users = await this.query(
      `select id, username from users order by id limit ${MAX_WRITERS}`
    )
    const signedIn: Writer[] = []
    for (const { id, username } of users) {
      const answer = await fetch(server.url('/login'), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ username, password }),
      })
      if (!answer.ok) throw new Error(`${username} can not sign in: ${await answer.text()}`)
      const { access_token: token } = (await answer.json()) as { access_token: string }
      signedIn.push({ id: Number(id), username, token })
    }
    return signedIn
  }

  async query(sql: string): Promise<any[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl })
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  /** Runs the command line on the build. */
  plaza(...args: string[]) {
    this.#run(['bin/plaza.js', ...args])
  }

  /** Keeps the search indexer away from the rows that yardsticks write. */
  async #markAsIndexed() {
    const [{ version }] = await this.query('select max(search_version) as version from posts')
    await this.query(`alter table posts alter search_version set default ${version}`)
  }

  #serve(name: string, script: string, env: NodeJS.ProcessEnv) {
    return Server.start(name, [script], {
      cwd: BUILD,
      env: { ...this.env, ...limitsOf('4g'), ...env },
      path: '/health/ready',
    })
  }

  #run(script: string[], input?: string) {
    execFileSync(process.execPath, script, {
      cwd: BUILD,
      env: this.env,
      input,
      stdio: [input ? 'pipe' : 'ignore', 'ignore', 'inherit'],
    })
  }
}

const counts = (tables: Record<string, number>) =>
  Object.entries(tables).map(([name, count]) => `--${name}=${count}`)

function secret() {
  return randomBytes(36).toString('base64url')
}
