import ProblemException from '#exceptions/problem_exception'

export default class SignupClosedException extends ProblemException {
  constructor() {
    super('signup_closed')
  }
}
