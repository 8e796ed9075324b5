import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../bin/services/processes.js'

const TIMEOUT_MS = 30_000

/** One that is measured: it listens on the port in `PORT`. */
export class Server {
  #child: ChildProcess

  private constructor(
    readonly name: string,
    readonly port: number,
    child: ChildProcess
  ) {
    this.#child = child
  }

  /**
   * Starts a server and waits until it answers.
   *
   * @param script what Node runs, with its options
   * @param path what has to answer with 200
   */
  static async start(
    name: string,
    script: string[],
    { path = '/', ...options }: { path?: string; cwd?: string; env: NodeJS.ProcessEnv }
  ): Promise<Server> {
    const port = await findFreePort()
    const env = { ...options.env, HOST: '127.0.0.1', PORT: String(port) }
    // Its log goes where logs go, but nobody reads it; over the channel it notices our end.
    const stdio = ['ignore', 'ignore', 'inherit', 'ipc'] as const
    const child = spawn(process.execPath, script, { ...options, env, stdio: [...stdio] })
    const server = new Server(name, port, child)
    const deadline = Date.now() + TIMEOUT_MS
    while (!(await server.#answers(path))) {
      if (child.exitCode !== null || Date.now() > deadline)
        throw new Error(`${name} does not start`)
      await sleep(2)
    }
    return server
  }

  get pid() {
    return this.#child.pid!
  }

  url(path: string) {
    return `http://127.0.0.1:${this.port}${path}`
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    this.#child.kill('SIGTERM')
    await once(this.#child, 'exit')
  }

  #answers(path: string): Promise<boolean> {
    return new Promise((resolve) => {
      get(this.url(path), { agent: false }, (response) => {
        resolve(response.resume().statusCode === 200)
      }).once('error', () => resolve(false))
    })
  }
}
