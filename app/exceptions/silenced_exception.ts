import ProblemException from '#exceptions/problem_exception'
import { lastMoment } from '#domain/moderation'

/** A write of somebody who may only read. */
export default class SilencedException extends ProblemException {
  override readonly until: string | null

  /** @param until for good when null */
  constructor(until: Date | null) {
    super('silenced')
    this.until = until?.toISOString() ?? null
  }

  /**
   * Lets an account pass that is not silenced.
   *
   * @param account with the end of its silence, milliseconds since 1970, or null
   * @throws SilencedException
   */
  static refuse({ silencedUntil }: { silencedUntil: number | null }) {
    if (silencedUntil === null || Date.now() >= silencedUntil) return
    throw new SilencedException(silencedUntil === lastMoment ? null : new Date(silencedUntil))
  }
}
