import ProblemException from '#exceptions/problem_exception'

/** No token came with a request that needs one (RFC 6750, section 3: no error code then). */
export default class UnauthenticatedException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor() {
    super('unauthenticated')
  }
}
