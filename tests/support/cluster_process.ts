import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { findFreePort } from '../../bin/services/processes.js'
import { childrenOf } from '#tests/support/cluster_children'
import { eventually } from '#tests/support/eventually'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** A cluster, started as an operator does, on the database of this run. */
export class ClusterProcess {
  output = ''
  #child: ChildProcess
  #ended: Promise<[number | null]>

  private constructor(
    readonly port: number,
    env: NodeJS.ProcessEnv
  ) {
    this.#child = spawn(process.execPath, ['--import=./bin/typescript.js', 'bin/cluster.ts'], {
      cwd: ROOT,
      env: {
        ...process.env,
        WEB_CONCURRENCY: '2',
        LOG_LEVEL: 'info',
        // The first request compiles TypeScript, which takes longer than a connection on a busy machine.
        DB_ACQUIRE_TIMEOUT: '1m',
        // The test reads its log as JSON, on any terminal.
        FORCE_COLOR: undefined,
        ...env,
        HOST: '127.0.0.1',
        PORT: String(port),
      },
      // The channel tells it when this process ends.
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    })
    this.#ended = once(this.#child, 'exit') as Promise<[number | null]>
    this.#child.stdout!.on('data', (chunk) => (this.output += chunk))
    this.#child.stderr!.on('data', (chunk) => (this.output += chunk))
  }

  /** Starts one without waiting for it. */
  static spawn(port: number, env: NodeJS.ProcessEnv = {}) {
    return new ClusterProcess(port, env)
  }

  /** Starts one, and waits until it serves. */
  static async start(env: NodeJS.ProcessEnv = {}, port?: number) {
    const cluster = this.spawn(port ?? (await findFreePort()), env)
    try {
      await cluster.says(' serve')
    } catch (error) {
      await cluster.kill()
      throw error
    }
    return cluster
  }

  url(path: string) {
    return `http://127.0.0.1:${this.port}${path}`
  }

  /** Waits until its output has a text a number of times. */
  says(text: string, times = 1) {
    return eventually(
      () => {
        if (this.#child.exitCode !== null) throw new Error(`It ended:\n${this.output}`)
        return this.output.split(text).length > times
      },
      { what: `it says "${text}"` }
    )
  }

  /** The process id of its primary. */
  get pid() {
    return this.#child.pid!
  }

  /** The process ids of its workers. */
  get workers() {
    return childrenOf(this.pid).workers
  }

  /** The process id of the process of jobs, when it runs. */
  get jobs() {
    return childrenOf(this.pid).jobs
  }

  signal(signal: NodeJS.Signals) {
    this.#child.kill(signal)
  }

  /** @returns its exit code, after it has ended */
  async exitCode() {
    const [code] = await this.#ended
    return code
  }

  /** Ends a cluster that a test has left. */
  async kill() {
    if (this.#child.exitCode === null) this.signal('SIGKILL')
    await this.#ended
  }
}
