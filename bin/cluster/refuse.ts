import { randomUUIDv7 } from 'node:crypto'
import type { Socket } from 'node:net'
import { problem } from '#exceptions/problem'

/** How long a client has to take the answer, milliseconds. */
const TIMEOUT_MS = 1000

/** Answers whatever a connection asks that it comes too early, without a worker. */
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
  // What was sent is read: closing over it would take the answer away from the client.
  socket.resume().end(`${head.join('\r\n')}\r\n\r\n${body}`)
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy())
}
