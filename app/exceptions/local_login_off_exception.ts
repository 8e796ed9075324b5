import ProblemException from '#exceptions/problem_exception'

/** The setting LOCAL_LOGIN is off. */
export default class LocalLoginOffException extends ProblemException {
  constructor() {
    super('local_login_off')
  }
}
