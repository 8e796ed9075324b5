import type { Writable } from 'node:stream'
import { atEndOfTurn } from '#db/end_of_turn'

/**
 * Sends what is written to a socket within one turn of the event loop as one message: else each
 * command to Redis is a system call here and a wake-up there.
 */
export function batchSocketWrites(socket: Writable): void {
  const write = socket.write.bind(socket)
  let isHeld = false
  socket.write = (...parts: any[]) => {
    if (!isHeld) {
      isHeld = true
      socket.cork()
      atEndOfTurn(() => {
        isHeld = false
        socket.uncork()
      })
    }
    return (write as any)(...parts)
  }
}
