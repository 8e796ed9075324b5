import ProblemException from '#exceptions/problem_exception'

/** The first response to this idempotency key held a secret, so it was not stored. */
export default class AlreadyDoneException extends ProblemException {
  constructor() {
    super('already_done')
  }
}
