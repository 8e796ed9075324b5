import ProblemException from '#exceptions/problem_exception'

/** The password was right, but nobody may sign in to the account. */
export default class SuspendedException extends ProblemException {
  override readonly until: string | null

  /**
   * @param until for good when null
   * @param reason as its owner is told
   */
  constructor(until: Date | null, reason?: string | null) {
    super('suspended', reason ? `The account is suspended: ${reason}` : undefined)
    this.until = until?.toISOString() ?? null
  }
}
