import ProblemException from '#exceptions/problem_exception'

/** Unknown account and wrong password are one and the same failure. */
export default class InvalidCredentialsException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_credentials')
  }
}
