import ProblemException from '#exceptions/problem_exception'

/** What the first request under this idempotency key created is gone for good. */
export default class GoneException extends ProblemException {
  constructor() {
    super('gone')
  }
}
