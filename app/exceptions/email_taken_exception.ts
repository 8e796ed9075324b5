import ProblemException from '#exceptions/problem_exception'

export default class EmailTakenException extends ProblemException {
  constructor(detail?: string) {
    super('email_taken', detail)
  }
}
