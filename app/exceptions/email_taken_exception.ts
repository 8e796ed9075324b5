import ProblemException from '#exceptions/problem_exception'

export default class EmailTakenException extends ProblemException {
  constructor() {
    super('email_taken')
  }
}
