import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import { problem } from '#exceptions/problem'

const TIMEOUT_MS = 1000

export function refuse(socket: Socket): void {
  const id = randomUUIDv7()
  const body = JSON.stringify(problem('unavailable', id))
  const head = [
    'HTTP/1.1 503 Service Unavailable',
    'Content-Type: application/problem+json',
    'Cache-Control: no-store',
    'Retry-After: 2',
    `X-Request-Id: ${id}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ]
  // With unread input the kernel would reset the connection before the client has the response.
  socket.resume().end(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy())
}
