import ProblemException from '#exceptions/problem_exception'

/** It was deleted, or an idempotency key created it. */
export default class GoneException extends ProblemException {
  constructor(detail?: string) {
    super('gone', detail)
  }
}
