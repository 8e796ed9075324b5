import ProblemException from '#exceptions/problem_exception'

/** A code of the second factor is wrong, or was used already. */
export default class InvalidCodeException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_code')
  }
}
