import ProblemException from '#exceptions/problem_exception'

/** The first request with this idempotency key created something that has been erased. */
export default class GoneException extends ProblemException {
  constructor() {
    super('gone')
  }
}
