import ProblemException from '#exceptions/problem_exception'

/** A write of somebody who may only read. */
export default class SilencedException extends ProblemException {
  override readonly until: string | null

  /** @param until for good when null */
  constructor(until: Date | null) {
    super('silenced')
    this.until = until?.toISOString() ?? null
  }
}
