import ProblemException from '#exceptions/problem_exception'

/** The caller is known, but not allowed. */
export default class ForbiddenException extends ProblemException {
  constructor(detail?: string) {
    super('forbidden', detail)
  }
}
