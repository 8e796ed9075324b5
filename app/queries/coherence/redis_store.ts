import { randomBytes } from 'node:crypto'
import type { CacheService } from '@adonisjs/cache/types'
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

/** What the workers share, in Redis, with a fence for each subject that was dropped of late. */
export class RedisStore implements SharedStore {
  constructor(
    private redis: RedisService,
    private cache: CacheService
  ) {}

  get(key: string) {
    return this.cache.use('shared').get({ key })
  }

  set(key: string, value: SharedEntry, ttl: number) {
    return this.cache.use('shared').set({ key, value, ttl })
  }

  async fence(subjects: string[]) {
    const keys = subjects.map(fenceKey)
    const fences = await redisCircuit.run(() => this.redis.connection().mget(...keys))
    return fences.join('|')
  }

  async renew(subjects: string[]) {
    const fence = `${here}.${++renewals}`
    const keys = subjects.map(fenceKey)
    const redis = this.redis.connection()
    await redisCircuit.run(() => redis.eval(setAll, keys.length, ...keys, fence, fenceLifetime))
  }
}
