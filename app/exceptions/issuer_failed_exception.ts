import ProblemException from '#exceptions/problem_exception'

/** An issuer's answer is invalid. The log has the reason. */
export default class IssuerFailedException extends ProblemException {
  constructor(issuer: string) {
    super('issuer_failed', `The sign-in at ${issuer} failed. Begin it again.`)
  }
}
