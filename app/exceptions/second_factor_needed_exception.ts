import ProblemException from '#exceptions/problem_exception'

export default class SecondFactorNeededException extends ProblemException {
  constructor() {
    super('second_factor_needed')
  }
}
