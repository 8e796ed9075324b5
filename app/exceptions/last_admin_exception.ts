import ProblemException from '#exceptions/problem_exception'

export default class LastAdminException extends ProblemException {
  constructor() {
    super('last_admin')
  }
}
