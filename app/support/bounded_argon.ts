import { availableParallelism } from 'node:os'
import { Argon } from '@adonisjs/core/hash/drivers/argon'
import pLimit from 'p-limit'

/**
 * How many passwords a worker hashes at a time. More would be no faster: each keeps a core busy and
 * needs its 19 MiB, and on the thread pool of Node others would wait behind all of them.
 */
const atATime = pLimit(Math.min(availableParallelism(), 2))

/** argon2, by a few at a time. */
export class BoundedArgon extends Argon {
  make(value: string) {
    return atATime(() => super.make(value))
  }

  verify(hashed: string, value: string) {
    return atATime(() => super.verify(hashed, value))
  }
}
