import ProblemException from '#exceptions/problem_exception'

/** An access or refresh token is malformed, expired or revoked (RFC 6750, section 3.1). */
export default class InvalidTokenException extends ProblemException {
  override readonly headers: Record<string, string>

  constructor(detail: string) {
    super('invalid_token', detail)
    this.headers = {
      'WWW-Authenticate': `Bearer realm="plaza", error="invalid_token", error_description="${detail}"`,
    }
  }
}
