import { availableParallelism } from 'node:os'
import { Argon } from '@adonisjs/core/hash/drivers/argon'
import pLimit from 'p-limit'

/**
 * How many passwords a worker hashes at a time: one more than there are cores, so that none waits for
 * the event loop to begin the next. More would be no faster: each keeps a core busy and needs its
 * 19 MiB, and on the thread pool of Node others would wait behind all of them.
 */
const atATime = pLimit(Math.min(availableParallelism() + 1, 3))

/** argon2, by a few at a time. */
export class BoundedArgon extends Argon {
  make(value: string) {
    return atATime(() => super.make(value))
  }

  verify(hashed: string, value: string) {
    return atATime(() => super.verify(hashed, value))
  }
}
