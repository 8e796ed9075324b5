import ProblemException from '#exceptions/problem_exception'

export default class CommentsClosedException extends ProblemException {
  constructor() {
    super('comments_closed')
  }
}
