import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../bin/services/processes.js'

const TIMEOUT_MS = 30_000

export class Server {
  #child: ChildProcess

  private constructor(
    readonly name: string,
    readonly port: number,
    child: ChildProcess
  ) {
    this.#child = child
  }

  /** Starts a server and waits until `path` answers 200. @param script arguments for Node */
  static async start(
    name: string,
    script: string[],
    { path = '/', ...options }: { path?: string; cwd?: string; env: NodeJS.ProcessEnv }
  ): Promise<Server> {
    const port = await findFreePort()
    const env = { ...options.env, HOST: '127.0.0.1', PORT: String(port) }
    // The IPC channel tells the server when the bench ends.
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
