import ProblemException from '#exceptions/problem_exception'

/** A passkey proves nothing: it is unknown, its answer was used already, or is for another site. */
export default class InvalidPasskeyException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_passkey')
  }
}
