import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'

/** A proxy in front of a server. When it is closed, its clients can't reach the server. */
export class TcpGate {
  #sockets = new Set<Socket>()

  private constructor(private server: Server) {}

  /** Opens one in front of the server of a URL. @param delay milliseconds until a connection reaches it */
  static async before(url: string, { delay = 0 } = {}): Promise<TcpGate> {
    const { hostname, port } = new URL(url)
    const server = createServer(async (socket) => {
      socket.on('error', () => {})
      if (delay > 0) await wait(delay)
      if (socket.destroyed) return
      const beyond = connect(Number(port), hostname)
      for (const [one, other] of [
        [socket, beyond],
        [beyond, socket],
      ]) {
        gate.#sockets.add(one)
        one.on('error', () => {}).on('close', () => other.destroy())
        one.pipe(other)
      }
    })
    const gate = new TcpGate(server)
    await once(server.listen(0, '127.0.0.1'), 'listening')
    return gate
  }

  /** The same URL through the proxy. */
  through(url: string): string {
    const changed = new URL(url)
    changed.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`
    return String(changed)
  }

  close() {
    this.server.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
