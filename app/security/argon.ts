import { availableParallelism } from 'node:os'
import type { HashDriverContract } from '@adonisjs/core/types/hash'
import { hash, parseOptions, verify } from '@node-rs/argon2'
import pLimit from 'p-limit'
import { unwrap, type WrappedPassword } from '#security/legacy/wrapped_password'
import { normalisePassword, spellingsOf } from '#security/passwords'

/** Cores + 1, so that no core waits for the event loop. More is no faster, and each hash takes 19 MiB. */
const atATime = pLimit(Math.min(availableParallelism() + 1, 3))

interface Cost {
  /** KiB. */
  memoryCost: number
  timeCost: number
  parallelism: number
}

/** argon2id (RFC 9106). AdonisJS's driver uses the C reference: twice the time of this one with AVX2. */
export class Argon implements HashDriverContract {
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
    const wrapped = unwrap(hashed)
    for (const spelling of spellingsOf(value)) {
      const isRight = () =>
        wrapped ? this.#isWrapped(wrapped, spelling) : verify(hashed, spelling)
      if (await atATime(isRight)) return true
    }
    return false
  }

  async #isWrapped({ hash: own, digestOf }: WrappedPassword, password: string): Promise<boolean> {
    return verify(own, await digestOf(password))
  }

  isValidHash(value: string): boolean {
    if (unwrap(value)) return true
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
