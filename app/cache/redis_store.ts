import { randomBytes, type KeyObject } from 'node:crypto'
import type { RedisService } from '@adonisjs/redis/types'
import { redisCircuit } from '#cache/circuit_breaker'
import type { SharedEntry, SharedStore } from '#cache/stores'
import { readSignedText, signText } from '#security/signed_text'

/** Seconds. Must exceed the lifetime of any entry: an expired fence guards nothing. */
const fenceLifetime = 3600

const here = randomBytes(9).toString('base64url')
let renewals = 0

/** Redis can't set several keys with an expiry in one command. */
const setAll = `for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'EX', ARGV[2]) end`

/** Redis is not trusted: an HMAC covers key, fence, expiry and value. A forged entry counts as absent. */
export class RedisStore implements SharedStore {
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
