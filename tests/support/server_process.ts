import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../bin/services/processes.js'
import { password } from '#database/factories/user_factory'
import { eventually } from '#tests/support/eventually'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

export interface Answer {
  status: number
  headers: Headers
  text: string
  body: any
}

/** A worker in a separate process, on the database of this run. */
export class ServerProcess {
  #child: ChildProcess
  /** Resolves when it has ended and all its output is here. */
  #closed: Promise<unknown>
  output = ''

  private constructor(
    readonly port: number,
    env: NodeJS.ProcessEnv
  ) {
    this.#child = spawn(process.execPath, ['--import=./bin/typescript.js', 'bin/server.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        // Workers of one API have one public address, on any port.
        APP_URL: 'http://plaza.test',
        LOG_LEVEL: 'info',
        // The first request compiles TypeScript, which takes longer than a connection on a busy machine.
        DB_ACQUIRE_TIMEOUT: '1m',
        ...env,
        HOST: '127.0.0.1',
        PORT: String(port),
      },
      // The channel tells it when this process ends.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#closed = once(this.#child, 'close')
    this.#child.stdout!.on('data', (chunk) => (this.output += chunk))
    this.#child.stderr!.on('data', (chunk) => (this.output += chunk))
  }

  /** @param redisUrl empty for a worker without Redis */
  static async start(redisUrl: string, env: NodeJS.ProcessEnv = {}): Promise<ServerProcess> {
    // Without a PATH it finds no redis-server to start.
    const path = redisUrl ? {} : { PATH: '' }
    const server = new ServerProcess(await findFreePort(), { ...env, ...path, REDIS_URL: redisUrl })
    await eventually(
      () =>
        server.get('/health/live').then(
          ({ status }) => status === 200,
          () => server.#child.exitCode !== null
        ),
      { what: 'the server is live' }
    )
    if (server.#child.exitCode !== null) throw new Error(server.output)
    return server
  }

  get(path: string, token?: string) {
    return this.send('GET', path, undefined, token)
  }

  status(path: string, token?: string) {
    return this.get(path, token).then(({ status }) => status)
  }

  body(path: string, token?: string) {
    return this.get(path, token).then(({ body }) => body)
  }

  async send(
    method: string,
    path: string,
    body?: object,
    token?: string,
    more: Record<string, string> = {}
  ): Promise<Answer> {
    const response = await fetch(`http://127.0.0.1:${this.port}${path}`, {
      method,
      headers: {
        'Content-Type': 'application/json',
        ...(token && { Authorization: `Bearer ${token}` }),
        ...more,
      },
      body: body && JSON.stringify(body),
    })
    const text = await response.text()
    const isJson = response.headers.get('content-type')?.includes('json')
    const { status, headers } = response
    return { status, headers, text, body: isJson ? JSON.parse(text) : undefined }
  }

  /** The access token of a factory's user. */
  async signIn({ username }: { username: string }): Promise<string> {
    const { status, body } = await this.send('POST', '/login', { username, password })
    if (status !== 200)
      throw new Error(`no login: ${status} ${JSON.stringify(body)}\n${this.output}`)
    return body.access_token
  }

  signal(signal: NodeJS.Signals) {
    this.#child.kill(signal)
  }

  /** @returns its exit code, after it has ended */
  async ended(): Promise<number | null> {
    await this.#closed
    return this.#child.exitCode
  }

  async stop() {
    this.#child.kill('SIGTERM')
    await this.#closed
  }
}
