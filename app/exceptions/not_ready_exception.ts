import ProblemException from '#exceptions/problem_exception'

export default class NotReadyException extends ProblemException {
  constructor(detail: string) {
    super('not_ready', detail)
  }
}
