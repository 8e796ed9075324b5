import ProblemException from '#exceptions/problem_exception'

/** The idempotency key came before, with another body. */
export default class IdempotencyKeyReusedException extends ProblemException {
  constructor() {
    super('idempotency_key_reused')
  }
}
