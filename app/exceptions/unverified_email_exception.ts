import ProblemException from '#exceptions/problem_exception'

export default class UnverifiedEmailException extends ProblemException {
  constructor() {
    super('email_not_verified')
  }
}
