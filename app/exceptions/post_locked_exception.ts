import ProblemException from '#exceptions/problem_exception'

export default class PostLockedException extends ProblemException {
  constructor() {
    super('post_locked')
  }
}
