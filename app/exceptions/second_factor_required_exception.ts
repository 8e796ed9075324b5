import ProblemException from '#exceptions/problem_exception'
import type { FactorMethod } from '#domain/second_factor'

/** The password is right. The sign-in goes on at `/login/second-factor`. */
export default class SecondFactorRequiredException extends ProblemException {
  override readonly headers = { 'WWW-Authenticate': 'Bearer realm="plaza"' }

  constructor(
    override readonly challenge: string,
    override readonly methods: readonly FactorMethod[]
  ) {
    super('second_factor_required')
  }
}
