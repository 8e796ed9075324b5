import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

type Answer = Uint8Array | ((request: IncomingMessage, response: ServerResponse) => void)

/** A site on a port of this machine, with pictures by their paths. */
export class PictureServer {
  /** The paths that were asked for. */
  asked: string[] = []
  #server = createServer((request, response) => this.#answer(request, response))

  private constructor(private pictures: Record<string, Answer>) {}

  static async start(pictures: Record<string, Answer>): Promise<PictureServer> {
    const server = new PictureServer(pictures)
    await once(server.#server.listen(0, '127.0.0.1'), 'listening')
    return server
  }

  get site() {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  times = (path: string) => this.asked.filter((one) => one === path).length

  stop() {
    this.#server.closeAllConnections()
    return new Promise<void>((resolve) => this.#server.close(() => resolve()))
  }

  #answer(request: IncomingMessage, response: ServerResponse) {
    const path = request.url!
    this.asked.push(path)
    const answer = this.pictures[path]
    if (answer === undefined) response.writeHead(404).end('No')
    else if (typeof answer === 'function') answer(request, response)
    else response.writeHead(200, { 'Content-Type': 'image/x' }).end(answer)
  }
}
