import ProblemException from '#exceptions/problem_exception'

export default class InvalidCodeException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_code')
  }
}
