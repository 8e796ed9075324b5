import ProblemException from '#exceptions/problem_exception'

/** There is more to do than can be done in good time. */
export default class OverloadedException extends ProblemException {
  override readonly headers = { 'Retry-After': '2' }

  constructor() {
    super('overloaded')
  }
}
