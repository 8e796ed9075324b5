import ProblemException from '#exceptions/problem_exception'

export default class UnavailableException extends ProblemException {
  override readonly headers = { 'Retry-After': '2' }

  constructor(detail?: string) {
    super('unavailable', detail)
  }
}
