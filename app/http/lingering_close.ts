import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

const LINGERING_TIMEOUT_MS = 5000

/** Reads on before a close: a TCP reset could overtake the response (RFC 9112, section 9.6). */
export function lingerBeforeClosing(server: Server): Server {
  const requests = new WeakMap<Socket, IncomingMessage>()
  const unreadable = new WeakSet<Socket>()
  server.prependListener('request', (request) => requests.set(request.socket, request))
  server.prependListener('clientError', (_, socket: Socket) => unreadable.add(socket))
  return server.on('connection', (socket: Socket) => {
    const closeSoon = socket.destroySoon.bind(socket)
    socket.destroySoon = () => {
      const isRead = requests.get(socket)?.complete ?? true
      if (isRead && !unreadable.has(socket)) closeSoon()
      else linger(socket)
    }
  })
}

function linger(socket: Socket) {
  const close = () => socket.destroy()
  const timer = setTimeout(close, LINGERING_TIMEOUT_MS)
  socket.once('end', close).once('close', () => clearTimeout(timer))
  socket.end()
  socket.resume()
}
