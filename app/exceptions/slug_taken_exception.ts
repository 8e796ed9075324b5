import ProblemException from '#exceptions/problem_exception'

export default class SlugTakenException extends ProblemException {
  constructor() {
    super('slug_taken')
  }
}
