import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

const LINGERING_TIMEOUT_MS = 5000

/**
 * Has a server read on for a while before it closes a connection on which something is unread. The
 * kernel would answer that with a reset, which can overtake the answer: the client would read
 * ECONNRESET instead of why it was refused (RFC 9112, 9.6).
 */
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
