import type { Writable } from 'node:stream'
import { atEndOfTurn } from '#db/end_of_turn'

/** Sends all writes of one event-loop turn as one message: fewer system calls, fewer wake-ups of Redis. */
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
