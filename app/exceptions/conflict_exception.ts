import ProblemException from '#exceptions/problem_exception'

/** The target is in another state than the action expects. */
export default class ConflictException extends ProblemException {
  constructor(detail: string) {
    super('conflict', detail)
  }
}
