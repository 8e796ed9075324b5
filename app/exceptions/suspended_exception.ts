import ProblemException from '#exceptions/problem_exception'

/** Thrown only after the right password. */
export default class SuspendedException extends ProblemException {
  override readonly until: string | null

  /** @param until null: no end. @param reason shown to the account's owner */
  constructor(until: Date | null, reason?: string | null) {
    super('suspended', reason ? `The account is suspended: ${reason}` : undefined)
    this.until = until?.toISOString() ?? null
  }
}
