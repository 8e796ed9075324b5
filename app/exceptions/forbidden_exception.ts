import ProblemException from '#exceptions/problem_exception'

export default class ForbiddenException extends ProblemException {
  constructor(detail?: string) {
    super('forbidden', detail)
  }
}
