import ProblemException from '#exceptions/problem_exception'

/** The same for an unknown account and a wrong password, so that it reveals no account. */
export default class InvalidCredentialsException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_credentials')
  }
}
