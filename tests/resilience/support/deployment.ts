import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildOnce, BUILD } from '#tests/resilience/support/build'
import { canary, findCanaries } from '#tests/resilience/support/canaries'
import { Cluster } from '#tests/resilience/support/cluster'
import { Nginx } from '#tests/resilience/support/nginx'
import { Postgres } from '#tests/resilience/support/postgres'
import { Redis } from '#tests/resilience/support/redis'
import { hasNginx } from '#tests/support/own_nginx'
import { send } from '#tests/support/wire'

export interface DeploymentOptions {
  workers?: number
  /** Settings of Plaza in addition to the defaults. */
  env?: NodeJS.ProcessEnv
  /** Settings of nginx/render.sh that differ from the defaults. */
  nginx?: Record<string, string>
}

/** Limits so high that only tests about limits reach them. */
export const noLimits = {
  LIMIT_LOGIN: '1000000/1s',
  LIMIT_LOGIN_ACCOUNT: '1000000/1s',
  LIMIT_LOGIN_IP: '1000000/1s',
  LIMIT_SECOND_FACTOR: '1000000/1s',
  LIMIT_SIGNUP: '1000000/1s',
  LIMIT_MAIL: '1000000/1s',
  LIMIT_MAIL_IP: '1000000/1s',
  LIMIT_EMAIL_CHANGE: '1000000/1s',
  LIMIT_WRITE: '1000000/1s',
  // Other programs may use the machine.
  OVERLOAD_LAG: '60s',
}

const secret = () => canary(randomBytes(36).toString('base64url'))

/** The suite's own PostgreSQL, Redis, workers of the production build and Nginx. */
export class Deployment {
  private constructor(
    readonly folder: string,
    readonly postgres: Postgres,
    readonly redis: Redis,
    readonly plaza: Cluster,
    /** Undefined if the machine has none and REQUIRE_NGINX is not set. */
    readonly nginx: Nginx | undefined
  ) {}

  /** @returns when every part answers */
  static async start({ workers = 2, env = {}, nginx = {} }: DeploymentOptions = {}) {
    buildOnce()
    const folder = mkdtempSync(join(tmpdir(), 'plaza-resilience-'))
    // Under root, PostgreSQL and the workers of Nginx run as other users.
    chmodSync(folder, 0o755)

    const log = (name: string) => join(folder, `${name}.log`)
    const postgres = await Postgres.start(join(folder, 'postgres'))
    const redis = await Redis.start(log('redis'))
    canary(new URL(postgres.url).password)
    canary(redis.password)
    const settings = {
      NODE_ENV: 'production',
      WEB_CONCURRENCY: String(workers),
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      APP_URL: 'http://plaza.test',
      MEDIA_DIR: join(folder, 'media'),
      APP_KEY: secret(),
      JWT_KEYS: `first:${secret()}`,
      ...noLimits,
      ...env,
    }
    migrate(settings)
    const plaza = await Cluster.start(log('plaza'), settings)
    const upstream = `127.0.0.1:${plaza.port}`
    const front = hasNginx ? await Nginx.start(log('nginx'), upstream, nginx) : undefined
    return new Deployment(folder, postgres, redis, plaza, front)
  }

  /** The output of every process so far, by file. */
  logs(): Map<string, string> {
    const own = readdirSync(this.folder).filter((name) => name.endsWith('.log'))
    const paths = [...own.map((name) => join(this.folder, name)), this.postgres.log]
    const { folder } = this.nginx ?? {}
    if (folder) paths.push(join(folder, 'access.log'), join(folder, 'error.log'))
    return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]))
  }

  async metrics(): Promise<string> {
    return (await send('/metrics', { port: this.plaza.port })).body
  }

  /**
   * Stops every part, and searches their output for secrets.
   *
   * @throws Error that names the log and the kind of the secret
   */
  async stop() {
    const leaks = [...this.logs()].flatMap(([path, text]) => findCanaries(text, path))
    await this.nginx?.stop()
    await this.plaza.kill()
    await this.redis.kill()
    this.postgres.stop('immediate')
    if (leaks.length > 0) throw new Error(`Secrets were logged: ${leaks.join('; ')}`)
    rmSync(this.folder, { recursive: true, force: true })
    if (this.nginx) rmSync(this.nginx.folder, { recursive: true, force: true })
  }
}

function migrate(env: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['ace.js', 'migration:run', '--force'],
    {
      cwd: BUILD,
      env: { PATH: process.env.PATH, HOST: '127.0.0.1', PORT: '0', ...env },
      encoding: 'utf8',
    }
  )
  if (status !== 0) throw new Error(`The migrations failed:\n${stdout}${stderr}`)
}

let shared: Promise<Deployment> | undefined

/** The shared deployment, for tests that leave all its parts as they were. */
export const deployment = () => (shared ??= Deployment.start({ workers: 3 }))

/** Runs at the end of the suite. */
export async function stopDeployment() {
  const started = await shared?.catch(() => undefined)
  await started?.stop()
}
