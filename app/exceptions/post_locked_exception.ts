import ProblemException from '#exceptions/problem_exception'

/** A comment or a vote on a locked post. */
export default class PostLockedException extends ProblemException {
  constructor() {
    super('post_locked')
  }
}
