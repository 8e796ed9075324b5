import ProblemException from '#exceptions/problem_exception'

/** The request needs a token and has none, so there is no error code (RFC 6750, section 3). */
export default class UnauthenticatedException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('unauthenticated')
  }
}
