import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import app from '@adonisjs/core/services/app'
import { findFreePort } from '../../bin/services/processes.js'
import { writeAssets } from '#openapi/write_assets'
import { problems, type ProblemCode } from '#exceptions/problems'
import { makeCertificate } from '#tests/support/certificate'
import { eventually } from '#tests/support/eventually'

/** Whether the machine has an Nginx. With REQUIRE_NGINX its absence is a failure. */
export const hasNginx = process.env.REQUIRE_NGINX === '1' || isInstalled()

function isInstalled() {
  try {
    execFileSync('nginx', ['-v'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Asserts that an answer of Nginx is the problem document that the app would send. */
export async function problemOf(response: Response, code: ProblemCode) {
  const { status, title } = problems[code]
  const { detail, ...document } = (await response.json()) as Record<string, unknown>
  return {
    detail,
    says: { ...document, status: response.status, type: response.headers.get('content-type') },
    ought: {
      ...{ title, status, code, type: 'application/problem+json' },
      instance: response.headers.get('x-request-id'),
    },
  }
}

/** Settings of nginx/render.sh. */
type Settings = Record<string, string>

type Logged = Record<string, string | number>

/** An Nginx with the project's own configuration. */
export class OwnNginx {
  #process: ChildProcess

  private constructor(
    readonly folder: string,
    readonly port: number,
    readonly tlsPort: number
  ) {
    this.#process = spawn('nginx', argumentsFor(folder), { stdio: 'inherit' })
  }

  /**
   * Starts one in front of a server.
   *
   * @param upstream hosts with ports, separated by spaces
   * @param settings that differ from the defaults
   */
  static async start(kind: 'plain' | 'tls', upstream: string, settings: Settings = {}) {
    const { folder, port, tlsPort } = await this.layOut(kind, upstream, settings)
    const nginx = new OwnNginx(folder, port, tlsPort)
    await eventually(() => nginx.#answers(), { what: 'Nginx answers' })
    return nginx
  }

  /** Writes the files without starting it. */
  static async layOut(kind: 'plain' | 'tls', upstream: string, settings: Settings = {}) {
    const folder = await mkdtemp(join(tmpdir(), 'plaza-nginx-'))
    // Under root, the workers of Nginx run as another user.
    await chmod(folder, 0o755)
    await writeFile(join(folder, 'nginx.conf'), mainFile(folder))
    const [port, tlsPort] = [await findFreePort(), await findFreePort()]
    render(folder, {
      PLAZA_UPSTREAM: upstream,
      PLAZA_LISTEN: `127.0.0.1:${port}`,
      PLAZA_LISTEN_TLS: `127.0.0.1:${tlsPort}`,
      PLAZA_ACCESS_LOG: join(folder, 'access.log'),
      PLAZA_ACME_ROOT: folder,
      PLAZA_READ_RATE: '1000r/s',
      PLAZA_WRITE_RATE: '1000r/s',
      PLAZA_LOGIN_RATE: '1000r/s',
      ...(kind === 'tls' && certify(folder)),
      ...settings,
    })
    return { folder, port, tlsPort }
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  get tls() {
    return `https://127.0.0.1:${this.tlsPort}`
  }

  signal(signal: NodeJS.Signals) {
    this.#process.kill(signal)
  }

  /** Waits for a line of its log. */
  async logged(isIt: (line: Logged) => boolean): Promise<Logged> {
    let found: Logged | undefined
    await eventually(async () => {
      const log = await readFile(join(this.folder, 'access.log'), 'utf8')
      // The last line may be incomplete.
      const lines = log.split('\n').slice(0, -1)
      found = lines.map((line) => JSON.parse(line)).findLast(isIt)
      return found
    })
    return found!
  }

  /** @returns its log of errors */
  errors() {
    return readFile(join(this.folder, 'error.log'), 'utf8')
  }

  /** @returns its exit code, after it has ended */
  async exitCode() {
    if (this.#process.exitCode === null) await once(this.#process, 'exit')
    return this.#process.exitCode
  }

  async stop() {
    this.signal('SIGTERM')
    await this.exitCode()
    await rm(this.folder, { recursive: true })
  }

  async #answers() {
    if (this.#process.exitCode !== null) throw new Error('Nginx ended')
    const answer = await fetch(`${this.url}/metrics`, { redirect: 'manual' }).catch(() => null)
    return answer !== null
  }
}

/** The command line to start it from its folder. */
export const argumentsFor = (folder: string) => [
  ...['-c', join(folder, 'nginx.conf'), '-e', join(folder, 'error.log')],
  ...['-g', 'daemon off;'],
]

/** Runs nginx/render.sh. @throws its message, if it refuses */
export function render(folder: string, settings: Settings) {
  const { PATH } = process.env
  execFileSync(app.makePath('nginx/render.sh'), [folder], {
    env: { PATH, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

/** The static files that a build leaves for Nginx, in their own directory. */
export async function staticFiles() {
  const directory = await mkdtemp(join(tmpdir(), 'plaza-static-'))
  // Under root, the workers of Nginx run as another user.
  await chmod(directory, 0o755)
  await writeAssets(join(directory, 'docs'))
  await cp(app.makePath('nginx/static/studio'), join(directory, 'studio'), { recursive: true })
  return directory
}

/** A copy of Debian's main file, for a folder of the test. */
function mainFile(folder: string) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`
  )
  return `pid ${folder}/pid;
worker_processes 2;
events {}
http {
  include /etc/nginx/mime.types;
  ${temporary.join('\n  ')}
  include plaza/site.conf;
}
`
}

function certify(folder: string): Settings {
  const { key, certificate } = makeCertificate(folder)
  return { PLAZA_TLS_KEY: key, PLAZA_TLS_CERTIFICATE: certificate }
}
