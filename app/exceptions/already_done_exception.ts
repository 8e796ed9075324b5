import ProblemException from '#exceptions/problem_exception'

/** The first request under this idempotency key was answered with a secret, which nothing repeats. */
export default class AlreadyDoneException extends ProblemException {
  constructor() {
    super('already_done')
  }
}
