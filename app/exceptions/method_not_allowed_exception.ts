import ProblemException from '#exceptions/problem_exception'

export default class MethodNotAllowedException extends ProblemException {
  override readonly headers: Record<string, string>

  constructor(method: string, allowed: string[]) {
    super('method_not_allowed', `${method} is not allowed here. Use one of ${allowed.join(', ')}.`)
    this.headers = { Allow: allowed.join(', ') }
  }
}
