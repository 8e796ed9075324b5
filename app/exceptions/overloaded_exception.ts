import ProblemException from '#exceptions/problem_exception'

export default class OverloadedException extends ProblemException {
  override readonly headers = { 'Retry-After': '2' }

  constructor() {
    super('overloaded')
  }
}
