import ProblemException from '#exceptions/problem_exception'

/** The last admin can't go. */
export default class LastAdminException extends ProblemException {
  constructor() {
    super('last_admin')
  }
}
