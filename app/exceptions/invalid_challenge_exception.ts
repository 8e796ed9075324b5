import ProblemException from '#exceptions/problem_exception'

export default class InvalidChallengeException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('invalid_challenge')
  }
}
