import { Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

const QUICK_TURN_MS = 0.1
const TIMEOUT_MS = 1000

/**
 * On close the kernel resets connections that wait to be accepted, and Node accepts one per turn of its
 * event loop. So the socket closes after a quick turn that brought none.
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
