import ProblemException from '#exceptions/problem_exception'

export default class UsernameTakenException extends ProblemException {
  constructor() {
    super('username_taken')
  }
}
