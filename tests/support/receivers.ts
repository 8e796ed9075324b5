import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { text } from 'node:stream/consumers'

export interface ReceivedMessage {
  headers: IncomingMessage['headers']
  body: string
  path: string
}

type Answer = (message: ReceivedMessage, response: ServerResponse) => unknown

/** A receiver of webhooks on a socket of this machine. */
export class Receiver {
  received: ReceivedMessage[] = []
  /** The most messages that it had open at a time. */
  most = 0
  #open = 0
  #server = createServer((request, response) => void this.#take(request, response))
  #sockets = new Set<Socket>()

  private constructor(public answer: Answer) {
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.on('close', () => this.#sockets.delete(socket)).on('error', () => {})
    })
  }

  static async start(
    answer: Answer = (_, response) => response.writeHead(204).end()
  ): Promise<Receiver> {
    const receiver = new Receiver(answer)
    await once(receiver.#server.listen(0, '127.0.0.1'), 'listening')
    return receiver
  }

  get port() {
    return (this.#server.address() as AddressInfo).port
  }

  url(host = '127.0.0.1') {
    return `http://${host}:${this.port}/hook?key=canary`
  }

  types() {
    return this.received.map(({ body }) => JSON.parse(body).type as string)
  }

  stop() {
    for (const socket of this.#sockets) socket.destroy()
    return new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  async #take(request: IncomingMessage, response: ServerResponse) {
    this.#open++
    this.most = Math.max(this.most, this.#open)
    response.on('close', () => this.#open--)
    const body = await text(request).catch(() => null)
    if (body === null) return
    const message = { headers: request.headers, body, path: request.url! }
    this.received.push(message)
    await this.answer(message, response)
  }
}
