import ProblemException from '#exceptions/problem_exception'
import { counted } from '#domain/counted'

export default class RateLimitedException extends ProblemException {
  override readonly headers: Record<string, string>

  /** @param retryAfter seconds. @param headers of the rate limit */
  constructor(
    readonly retryAfter: number,
    headers: Record<string, string> = {}
  ) {
    super('rate_limited', `Too many requests. Try again in ${counted(retryAfter, 'second')}.`)
    this.headers = { ...headers, 'Retry-After': String(retryAfter) }
  }
}
