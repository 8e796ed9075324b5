import ProblemException from '#exceptions/problem_exception'

/** Unknown, used already, or for another site. */
export default class InvalidPasskeyException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_passkey')
  }
}
