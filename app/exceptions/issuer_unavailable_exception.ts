import ProblemException from '#exceptions/problem_exception'

export default class IssuerUnavailableException extends ProblemException {
  override readonly headers = { 'Retry-After': '10' }

  constructor(issuer: string) {
    super('issuer_unavailable', `${issuer} does not answer. Try again in 10 seconds.`)
  }
}
