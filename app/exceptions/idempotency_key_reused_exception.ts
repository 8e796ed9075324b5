import ProblemException from '#exceptions/problem_exception'

/** An earlier request used this idempotency key with another body. */
export default class IdempotencyKeyReusedException extends ProblemException {
  constructor() {
    super('idempotency_key_reused')
  }
}
