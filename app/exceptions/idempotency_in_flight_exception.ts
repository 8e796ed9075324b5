import ProblemException from '#exceptions/problem_exception'

export default class IdempotencyInFlightException extends ProblemException {
  override readonly headers = { 'Retry-After': '1' }

  constructor() {
    super('idempotency_in_flight')
  }
}
