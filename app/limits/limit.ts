import config from '@adonisjs/core/services/config'
import logger from '@adonisjs/core/services/logger'
import { errors, type Limiter, type LimiterResponse } from '@adonisjs/limiter'
import limiter from '@adonisjs/limiter/services/main'
import { LRUCache } from 'lru-cache'
import RateLimitedException from '#exceptions/rate_limited_exception'
import { redisCircuit } from '#cache/circuit_breaker'
import { limitRequests } from '#observability/metrics'
import type { Rate } from '#domain/rate'

export type LimitName =
  | 'login'
  | 'loginAccount'
  | 'loginIp'
  | 'secondFactor'
  | 'signup'
  | 'emailChange'
  | 'mail'
  | 'mailIp'
  | 'oidc'
  | 'write'
  | 'upload'

interface Ahead {
  left: number
  remaining: number
  /** Milliseconds of the monotonic clock. */
  until: number
}

/** The share of a limit that a worker reserves: none of a small limit, which stays exact. */
const AHEAD_SHARE = 1 / 100

/**
 * A limit of `config/limits.ts`. A worker reserves some of a large limit, uses them, and asks the store again, so
 * it is never exceeded. Without Redis, PostgreSQL counts; without both, each worker does. It never fails open.
 */
export class Limit {
  #ahead = new LRUCache<string | number, Ahead>({ max: 1000 })

  constructor(readonly name: LimitName) {}

  get rate(): Rate {
    return config.get(`limits.${this.name}`)
  }

  /** Counts a request. @returns the rate limit headers @throws RateLimitedException */
  async consume(key: string | number): Promise<Record<string, string>> {
    const ahead = this.#ahead.get(key)
    if (ahead && ahead.left > 0 && performance.now() < ahead.until) {
      ahead.left--
      return this.#pass(ahead.remaining + ahead.left, secondsUntil(ahead.until))
    }
    const amount = this.#amount(ahead)
    try {
      const { remaining, availableIn } = await this.#run((counter) =>
        counter.consume(this.#key(key), amount)
      )
      const left = amount - 1
      // The store rounds up. No request may pass by a reservation of an earlier window.
      const until = performance.now() + (availableIn - 1) * 1000
      if (this.#mostAhead > 1) this.#ahead.set(key, { left, remaining, until })
      return this.#pass(remaining + left, availableIn)
    } catch (error) {
      if (!(error instanceof errors.E_TOO_MANY_REQUESTS)) throw error
      limitRequests.inc({ limit: this.name, outcome: 'refused' })
      throw this.#refusal(error.response)
    }
  }

  get #mostAhead() {
    return Math.floor(this.rate.requests * AHEAD_SHARE)
  }

  /** Reserves several only if the store had plenty left. */
  #amount(last: Ahead | undefined) {
    const hasPlenty = last && last.remaining > this.rate.requests / 2
    return hasPlenty ? Math.max(this.#mostAhead, 1) : 1
  }

  #pass(remaining: number, availableIn: number) {
    limitRequests.inc({ limit: this.name, outcome: 'allowed' })
    return this.#headers({ remaining, availableIn })
  }

  async refund(key: string | number): Promise<void> {
    const ahead = this.#ahead.get(key)
    if (ahead && performance.now() < ahead.until) ahead.left++
    else await this.#run((counter) => counter.decrement(this.#key(key)))
  }

  reset(key: string | number) {
    this.#ahead.delete(key)
    return this.#run((counter) => counter.delete(this.#key(key)))
  }

  async #run<T>(work: (counter: Limiter) => Promise<T>): Promise<T> {
    const { requests, seconds: duration } = this.rate
    try {
      const result = await redisCircuit.run(() => work(limiter.use({ requests, duration })))
      logState('here')
      return result
    } catch (error) {
      if (error instanceof errors.E_TOO_MANY_REQUESTS) throw error
      logState('away', error)
    }
    try {
      return await work(limiter.use('database', { requests, duration }))
    } catch (error) {
      if (error instanceof errors.E_TOO_MANY_REQUESTS) throw error
      return work(limiter.use('memory', { requests, duration }))
    }
  }

  #key(key: string | number) {
    return `${this.name}:${key}`
  }

  #refusal(response: LimiterResponse) {
    return new RateLimitedException(Math.max(response.availableIn, 1), this.#headers(response))
  }

  /** `RateLimit` and `RateLimit-Policy`, draft-ietf-httpapi-ratelimit-headers-10. */
  #headers({
    remaining,
    availableIn,
  }: Pick<LimiterResponse, 'remaining' | 'availableIn'>): Record<string, string> {
    const { requests, seconds } = this.rate
    return {
      'RateLimit-Policy': `"${this.name}";q=${requests};w=${seconds}`,
      'RateLimit': `"${this.name}";r=${remaining};t=${availableIn}`,
    }
  }
}

const secondsUntil = (time: number) => Math.ceil((time - performance.now()) / 1000)

let told: 'here' | 'away' = 'here'

/** Logs only changes. */
function logState(state: typeof told, error?: unknown) {
  if (state === told) return
  told = state
  if (state === 'here') logger.info('limiter: the store is back')
  else logger.warn({ err: error }, 'limiter: the store is away or full, PostgreSQL counts')
}
