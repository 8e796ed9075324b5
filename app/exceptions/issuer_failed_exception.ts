import ProblemException from '#exceptions/problem_exception'

/** An issuer answered with what can't be trusted or used. The log says why. */
export default class IssuerFailedException extends ProblemException {
  constructor(issuer: string) {
    super('issuer_failed', `The sign-in at ${issuer} failed. Begin it again.`)
  }
}
