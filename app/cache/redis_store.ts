import { randomBytes, type KeyObject } from 'node:crypto'
import type { RedisService } from '@adonisjs/redis/types'
import { redisCircuit } from '#cache/circuit_breaker'
import type { SharedEntry, SharedStore } from '#cache/stores'
import { readSignedText, signText } from '#security/signed_text'

/** Longer than anything is kept: when a fence has gone, so has all that it guarded. */
const fenceLifetime = 3600

/** Makes each fence another one than any before, of this process or another. */
const here = randomBytes(9).toString('base64url')
let renewals = 0

/** Redis sets several keys by one command, but none that expire. */
const setAll = `for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'EX', ARGV[2]) end`

/**
 * What the workers share, in Redis, with a fence for each tag that was dropped of late.
 *
 * An entry carries a keyed digest over its key, its fence, its end and its value: Redis is not trusted
 * with what is shown. An entry that was forged, moved or cut is as if absent.
 */
export class RedisStore implements SharedStore {
  /**
   * @param installation whose keys these are
   * @param key signs the entries
   */
  constructor(
    private redis: RedisService,
    private installation: string,
    private key: KeyObject
  ) {}

  async get(key: string): Promise<SharedEntry | undefined> {
    const signed = await redisCircuit.run(() => this.#connection.get(this.#entryKey(key)))
    const entry = signed === null ? null : readSignedText(signed, this.#entryKey(key), this.key)
    return entry === null ? undefined : JSON.parse(entry)
  }

  set(key: string, entry: SharedEntry, ttl: number) {
    const name = this.#entryKey(key)
    const signed = signText(JSON.stringify(entry), name, this.key)
    return redisCircuit.run(() => this.#connection.psetex(name, ttl, signed))
  }

  async fence(tags: string[]) {
    const keys = tags.map((tag) => this.#fenceKey(tag))
    const fences = await redisCircuit.run(() => this.#connection.mget(...keys))
    return fences.join('|')
  }

  async renew(tags: string[]) {
    const fence = `${here}.${++renewals}`
    const keys = tags.map((tag) => this.#fenceKey(tag))
    await redisCircuit.run(() =>
      this.#connection.eval(setAll, keys.length, ...keys, fence, fenceLifetime)
    )
  }

  #entryKey(key: string) {
    return `plaza:${this.installation}:page:${key}`
  }

  #fenceKey(tag: string) {
    return `plaza:${this.installation}:fence:${tag}`
  }

  get #connection() {
    return this.redis.connection()
  }
}
