import ProblemException from '#exceptions/problem_exception'

/** The sign-in is too old for the request (RFC 9470). */
export default class StaleSignInException extends ProblemException {
  override readonly headers: Record<string, string>

  /** @param maxAge seconds */
  constructor(maxAge: number) {
    super('insufficient_user_authentication')
    this.headers = {
      'WWW-Authenticate': `Bearer realm="plaza", error="insufficient_user_authentication", error_description="A more recent sign-in is needed", max_age="${maxAge}"`,
    }
  }
}
