import ProblemException from '#exceptions/problem_exception'

/** What is acted on is in another state than the act expects. */
export default class ConflictException extends ProblemException {
  constructor(detail: string) {
    super('conflict', detail)
  }
}
