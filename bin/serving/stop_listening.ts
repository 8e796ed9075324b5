import { Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

const QUICK_TURN_MS = 0.1
const TIMEOUT_MS = 1000

/**
 * On close the kernel resets connections in the backlog, and Node accepts one per event loop turn.
 * So this closes the socket after a turn without a new connection.
 */
export async function stopListening(server: Server): Promise<void> {
  let hasAccepted = true
  let start = 0
  const accepted = () => (hasAccepted = true)
  server.on('connection', accepted)

  // The current turn has already polled for connections.
  await nextTurn()
  const deadline = performance.now() + TIMEOUT_MS
  while (server.listening && performance.now() < deadline) {
    if (!hasAccepted && performance.now() - start < QUICK_TURN_MS) break
    hasAccepted = false
    start = performance.now()
    await nextTurn()
  }

  server.off('connection', accepted)
  // The HTTP server's own close would end idle connections.
  Server.prototype.close.call(server, () => {})
}
