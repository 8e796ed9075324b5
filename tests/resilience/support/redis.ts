import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { findFreePort } from '../../../bin/services/processes.js'
import { Part } from '#tests/resilience/support/part'

/** A Redis with a password. It keeps its port over all its lives. */
export class Redis extends Part {
  private constructor(
    log: string,
    readonly port: number,
    readonly password: string
  ) {
    const settings = ['bind 127.0.0.1', `port ${port}`, `requirepass ${password}`, 'save ""']
    super('Redis', log, {
      command: 'redis-server',
      args: ['-'],
      input: settings.join('\n'),
      answers: () => listens(port),
    })
  }

  static async start(log: string): Promise<Redis> {
    const redis = new Redis(log, await findFreePort(), randomBytes(18).toString('base64url'))
    await redis.start()
    return redis
  }

  /** The address with the password. */
  get url() {
    return `redis://:${this.password}@127.0.0.1:${this.port}`
  }

  /** Runs one command, such as `FLUSHALL` or `CONFIG SET maxmemory 1`. */
  async run(command: string): Promise<string> {
    const socket = connect({ host: '127.0.0.1', port: this.port }).setEncoding('utf8')
    socket.write(`AUTH ${this.password}\r\n${command}\r\nQUIT\r\n`)
    let said = ''
    for await (const chunk of socket) said += chunk
    return said
  }
}

async function listens(port: number) {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
