import ProblemException from '#exceptions/problem_exception'

export default class ReadOnlyException extends ProblemException {
  override readonly headers: Record<string, string>

  /** @param retryAfter seconds. @param reason the operator's words */
  constructor(retryAfter: number, reason: string | null) {
    super('read_only', reason === null ? undefined : `Nothing can be written just now: ${reason}`)
    this.headers = { 'Retry-After': String(retryAfter) }
  }
}
