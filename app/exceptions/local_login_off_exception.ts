import ProblemException from '#exceptions/problem_exception'

export default class LocalLoginOffException extends ProblemException {
  constructor() {
    super('local_login_off')
  }
}
