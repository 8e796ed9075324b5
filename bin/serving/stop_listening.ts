import { Server } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'

/** Milliseconds. */
const QUICK = 0.1
const TIMEOUT_MS = 1000

/**
 * Stops accepting connections, and leaves those that there are alone.
 *
 * The kernel resets what is connected but not accepted yet when a socket closes, and Node accepts one
 * connection a turn of its event loop. So it closes right after a quick turn that brought none.
 */
export async function stopListening(server: Server): Promise<void> {
  let hasCome = true
  let start = 0
  const come = () => (hasCome = true)
  server.on('connection', come)

  // The turn that is under way has looked for connections already.
  await nextTurn()
  const deadline = performance.now() + TIMEOUT_MS
  while (server.listening && performance.now() < deadline) {
    if (!hasCome && performance.now() - start < QUICK) break
    hasCome = false
    start = performance.now()
    await nextTurn()
  }

  server.off('connection', come)
  // That of HTTP closes idle connections as well.
  Server.prototype.close.call(server, () => {})
}
