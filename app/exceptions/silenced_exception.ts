import ProblemException from '#exceptions/problem_exception'
import { lastMoment } from '#domain/moderation'

export default class SilencedException extends ProblemException {
  override readonly until: string | null

  /** @param until null: no end */
  constructor(until: Date | null) {
    super('silenced')
    this.until = until?.toISOString() ?? null
  }

  /** @param account `silencedUntil` in milliseconds since 1970; null if not silenced @throws SilencedException */
  static refuse({ silencedUntil }: { silencedUntil: number | null }) {
    if (silencedUntil === null || Date.now() >= silencedUntil) return
    throw new SilencedException(silencedUntil === lastMoment ? null : new Date(silencedUntil))
  }
}
