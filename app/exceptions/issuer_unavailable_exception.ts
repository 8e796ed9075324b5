import ProblemException from '#exceptions/problem_exception'

/** An issuer does not answer, or not in time. */
export default class IssuerUnavailableException extends ProblemException {
  override readonly headers = { 'Retry-After': '10' }

  constructor(issuer: string) {
    super('issuer_unavailable', `${issuer} does not answer. Try again in 10 seconds.`)
  }
}
