import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { findFreePort } from '../../bin/services/processes.js'
import { eventually } from '#tests/support/eventually'

/** A Redis for a test that kills it and starts it again on the same port. */
export class OwnRedis {
  #server?: ChildProcess

  private constructor(readonly port: number) {}

  static async start(): Promise<OwnRedis> {
    const redis = new OwnRedis(await findFreePort())
    await redis.comeBack()
    return redis
  }

  get url() {
    return `redis://127.0.0.1:${this.port}`
  }

  async comeBack() {
    const settings = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '']
    // In the folder of this run, so that it is deleted with the run.
    this.#server = spawn('redis-server', settings, { cwd: tmpdir(), stdio: 'ignore' })
    await eventually(() => this.#answers(), { what: 'Redis answers' })
  }

  async kill() {
    if (this.#server?.exitCode !== null || this.#server.signalCode !== null) return
    this.#server.kill('SIGKILL')
    await once(this.#server, 'exit')
  }

  /** Runs one command, such as `DBSIZE` or `CONFIG SET maxmemory 1`. */
  async run(command: string): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: this.port }).setEncoding('utf8')
    socket.write(`${command}\r\nQUIT\r\n`)
    let said = ''
    for await (const chunk of socket) said += chunk
    return said
  }

  pause() {
    this.#server!.kill('SIGSTOP')
  }

  resume() {
    this.#server!.kill('SIGCONT')
  }

  async #answers() {
    const socket = connect({ host: '127.0.0.1', port: this.port })
    try {
      await once(socket, 'connect')
      return true
    } catch {
      return false
    } finally {
      socket.destroy()
    }
  }
}
