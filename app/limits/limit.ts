import config from '@adonisjs/core/services/config'
import logger from '@adonisjs/core/services/logger'
import { errors, type Limiter, type LimiterResponse } from '@adonisjs/limiter'
import limiter from '@adonisjs/limiter/services/main'
import RateLimitedException from '#exceptions/rate_limited_exception'
import { redisCircuit } from '#support/circuit'
import { limitRequests } from '#support/metrics'
import type { Rate } from '#support/settings'

export type LimitName = 'login' | 'loginAccount' | 'loginIp' | 'signup' | 'write'

/**
 * A limit by its name in `config/limits.ts`. While its store is away this worker counts on its
 * own: never an error, and never open.
 */
export class Limit {
  constructor(readonly name: LimitName) {}

  get rate(): Rate {
    return config.get(`limits.${this.name}`)
  }

  /**
   * Counts one request.
   *
   * @returns the headers that tell how the limit stands
   * @throws RateLimitedException when the limit is reached
   */
  async consume(key: string | number): Promise<Record<string, string>> {
    try {
      const response = await this.#run((counter) => counter.consume(this.#key(key)))
      limitRequests.inc({ limit: this.name, outcome: 'allowed' })
      return this.#headers(response)
    } catch (error) {
      if (!(error instanceof errors.E_TOO_MANY_REQUESTS)) throw error
      limitRequests.inc({ limit: this.name, outcome: 'refused' })
      throw this.#refusal(error.response)
    }
  }

  /** Takes one request back. */
  refund(key: string | number) {
    return this.#run((counter) => counter.decrement(this.#key(key)))
  }

  /** Forgets all requests of a key. */
  reset(key: string | number) {
    return this.#run((counter) => counter.delete(this.#key(key)))
  }

  async #run<T>(work: (counter: Limiter) => Promise<T>): Promise<T> {
    const { requests, seconds: duration } = this.rate
    try {
      const result = await redisCircuit.run(() => work(limiter.use({ requests, duration })))
      tell('here')
      return result
    } catch (error) {
      if (error instanceof errors.E_TOO_MANY_REQUESTS) throw error
      tell('away', error)
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
  #headers({ remaining, availableIn }: LimiterResponse): Record<string, string> {
    const { requests, seconds } = this.rate
    return {
      'RateLimit-Policy': `"${this.name}";q=${requests};w=${seconds}`,
      'RateLimit': `"${this.name}";r=${remaining};t=${availableIn}`,
    }
  }
}

let told: 'here' | 'away' = 'here'

/** Logs that the store went or came, and not once more with each request. */
function tell(state: typeof told, error?: unknown) {
  if (state === told) return
  told = state
  if (state === 'here') logger.info('limiter: the store is back')
  else logger.warn({ err: error }, 'limiter: the store is away, counting in memory')
}
