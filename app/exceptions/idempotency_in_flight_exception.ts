import ProblemException from '#exceptions/problem_exception'

/** The request that first brought this idempotency key has not ended. */
export default class IdempotencyInFlightException extends ProblemException {
  override readonly headers = { 'Retry-After': '1' }

  constructor() {
    super('idempotency_in_flight')
  }
}
