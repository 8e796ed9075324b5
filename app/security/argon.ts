import { availableParallelism } from 'node:os'
import type { HashDriverContract } from '@adonisjs/core/types/hash'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { normalisePassword, spellingsOf } from '#security/passwords'

/**
 * How many passwords a worker hashes at a time: one more than there are cores, so that none waits for
 * the event loop to begin the next. More would be no faster: each keeps a core busy and needs its
 * 19 MiB, and on the thread pool of Node others would wait behind all of them.
 */
const atATime = pLimit(Math.min(availableParallelism() + 1, 3))

interface Cost {
  /** KiB. */
  memoryCost: number
  timeCost: number
  parallelism: number
}

/**
 * argon2id (RFC 9106), by a few at a time. The driver of AdonisJS calls the reference in C, which takes
 * twice as long as this one where the processor has AVX2.
 */
export class Argon implements HashDriverContract {
  /** How every hash of this cost begins. */
  #prefix: string

  constructor(private cost: Cost) {
    const { memoryCost, timeCost, parallelism } = cost
    this.#prefix = `$argon2id$v=19$m=${memoryCost},t=${timeCost},p=${parallelism}$`
  }

  make(value: string): Promise<string> {
    return atATime(() => hash(normalisePassword(value), this.cost))
  }

  async verify(hashed: string, value: string): Promise<boolean> {
    if (!this.isValidHash(hashed)) return false
    for (const spelling of spellingsOf(value)) {
      if (await atATime(() => verify(hashed, spelling))) return true
    }
    return false
  }

  isValidHash(value: string): boolean {
    try {
      parseOptions(value)
      return true
    } catch {
      return false
    }
  }

  needsReHash(hashed: string): boolean {
    return !hashed.startsWith(this.#prefix)
  }
}
