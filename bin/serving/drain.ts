import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { stopListening } from './stop_listening.js'

/** How long a connection may be silent, milliseconds, before it counts as not needed any more. */
const SILENCE = 1000
const BEAT = 50

/**
 * Knows the connections of an HTTP server, and lets go of them without losing a request.
 *
 * A server that closes an idle connection may do so just when a client sends on it. So each answer
 * from then on asks its client to leave, and only who says nothing for a second is left.
 */
export class Drain {
  /** The last answer on each connection; null before the first request. */
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

  /**
   * Stops accepting, and waits until every request under way is answered.
   *
   * @param timeout milliseconds; then what is left is cut off
   * @returns how many requests were cut off
   */
  async run(timeout: number): Promise<number> {
    await stopListening(this.server)
    this.#isDraining = true
    for (const response of this.#connections.values()) {
      if (response && !response.headersSent) response.setHeader('Connection', 'close')
    }

    const deadline = performance.now() + timeout
    const heard = new Map<Socket, { bytes: number; at: number }>()
    while (this.#connections.size > 0 && performance.now() < deadline) {
      for (const socket of this.#idle()) {
        const { bytes, at } = heard.get(socket) ?? { bytes: -1, at: 0 }
        if (socket.bytesRead !== bytes) {
          heard.set(socket, { bytes: socket.bytesRead, at: performance.now() })
        } else if (performance.now() - at > SILENCE) socket.destroy()
      }
      await sleep(BEAT)
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
