import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopListening } from './stop_listening.js'

const IDLE_TIMEOUT_MS = 1000
const POLL_INTERVAL_MS = 50

/**
 * A client may send on an idle connection just as the server closes it.
 * So responses say `close`, and the server closes connections only after a second of silence.
 */
export class Drain {
  #connections = new Map<Socket, ServerResponse | null>()
  #isDraining = false

  constructor(private server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#connections.set(socket, null)
      socket.once('close', () => this.#connections.delete(socket))
    })
    server.prependListener('request', ({ socket }, response) => {
      this.#connections.set(socket, response)
      if (this.#isDraining) response.setHeader('Connection', 'close')
    })
  }

  /** @returns the number of requests cut off after `timeoutMs` */
  async run(timeoutMs: number): Promise<number> {
    await stopListening(this.server)
    this.#isDraining = true
    for (const response of this.#connections.values()) {
      if (response && !response.headersSent) response.setHeader('Connection', 'close')
    }

    const deadline = performance.now() + timeoutMs
    const lastRead = new Map<Socket, { bytes: number; at: number }>()
    while (this.#connections.size > 0 && performance.now() < deadline) {
      for (const socket of this.#idle()) {
        const { bytes, at } = lastRead.get(socket) ?? { bytes: -1, at: 0 }
        if (socket.bytesRead !== bytes) {
          lastRead.set(socket, { bytes: socket.bytesRead, at: performance.now() })
        } else if (performance.now() - at > IDLE_TIMEOUT_MS) socket.destroy()
      }
      await sleep(POLL_INTERVAL_MS)
    }
    return this.#cutOff()
  }

  #idle(): Socket[] {
    return [...this.#connections]
      .filter(([, response]) => response === null || response.writableFinished)
      .map(([socket]) => socket)
  }

  #cutOff(): number {
    const idle = new Set(this.#idle())
    const left = [...this.#connections.keys()]
    for (const socket of left) socket.destroy()
    return left.filter((socket) => !idle.has(socket)).length
  }
}
