import { randomBytes } from 'node:crypto'
import type { RedisService } from '@adonisjs/redis/types'
import { redisCircuit } from '#support/circuit'
import type { SharedEntry, SharedStore } from '#support/coherent_cache'

/** Longer than anything is kept: when a fence has gone, so has all that it guarded. */
const fenceLifetime = 3600

/** Makes each fence another one than any before, of this process or another. */
const here = randomBytes(9).toString('base64url')
let renewals = 0

/** Redis sets several keys by one command, but none that expire. */
const setAll = `for _, key in ipairs(KEYS) do redis.call('SET', key, ARGV[1], 'EX', ARGV[2]) end`

const fenceKey = (subject: string) => `plaza:fence:${subject}`
const entryKey = (key: string) => `plaza:shared:${key}`

/** What the workers share, in Redis, with a fence for each subject that was dropped of late. */
export class RedisStore implements SharedStore {
  constructor(private redis: RedisService) {}

  async get(key: string): Promise<SharedEntry | undefined> {
    const entry = await redisCircuit.run(() => this.#connection.get(entryKey(key)))
    return entry === null ? undefined : JSON.parse(entry)
  }

  set(key: string, entry: SharedEntry, ttl: number) {
    return redisCircuit.run(() =>
      this.#connection.psetex(entryKey(key), ttl, JSON.stringify(entry))
    )
  }

  async fence(subjects: string[]) {
    const fences = await redisCircuit.run(() => this.#connection.mget(...subjects.map(fenceKey)))
    return fences.join('|')
  }

  async renew(subjects: string[]) {
    const fence = `${here}.${++renewals}`
    const keys = subjects.map(fenceKey)
    await redisCircuit.run(() =>
      this.#connection.eval(setAll, keys.length, ...keys, fence, fenceLifetime)
    )
  }

  get #connection() {
    return this.redis.connection()
  }
}
