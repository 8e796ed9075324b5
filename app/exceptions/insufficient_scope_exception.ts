import ProblemException from '#exceptions/problem_exception'

/** The personal token lacks the scope, even if its user has the permission (RFC 6750, section 3.1). */
export default class InsufficientScopeException extends ProblemException {
  override readonly headers: Record<string, string>

  /** @param needed one of these scopes */
  constructor(needed: readonly string[]) {
    super('insufficient_scope', `The token lacks the scope ${needed.join(' or ')}.`)
    this.headers = {
      'WWW-Authenticate': `Bearer realm="plaza", error="insufficient_scope", scope="${needed.join(' ')}"`,
    }
  }
}
