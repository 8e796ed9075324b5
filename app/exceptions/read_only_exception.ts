import ProblemException from '#exceptions/problem_exception'

/** Writes are refused for a while: an operator said so. */
export default class ReadOnlyException extends ProblemException {
  override readonly headers: Record<string, string>

  /**
   * @param retryAfter seconds until the next try may succeed
   * @param reason why, in the words of the operator
   */
  constructor(retryAfter: number, reason: string | null) {
    super('read_only', reason === null ? undefined : `Nothing can be written just now: ${reason}`)
    this.headers = { 'Retry-After': String(retryAfter) }
  }
}
