import ProblemException from '#exceptions/problem_exception'

/** A part that this request needs is away. */
export default class UnavailableException extends ProblemException {
  override readonly headers = { 'Retry-After': '2' }

  constructor(detail?: string) {
    super('unavailable', detail)
  }
}
