import ProblemException from '#exceptions/problem_exception'

export default class MovedException extends ProblemException {
  override readonly headers: Record<string, string>

  /** @param location the present address, relative to the host */
  constructor(location: string) {
    super('moved')
    this.headers = { Location: location }
  }
}
