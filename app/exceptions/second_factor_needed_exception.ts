import ProblemException from '#exceptions/problem_exception'

/** The account needs a second factor, and has none. */
export default class SecondFactorNeededException extends ProblemException {
  constructor() {
    super('second_factor_needed')
  }
}
