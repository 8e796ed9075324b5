import ProblemException from '#exceptions/problem_exception'

/** The challenge of a sign-in is unknown, expired or used. */
export default class InvalidChallengeException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_challenge')
  }
}
