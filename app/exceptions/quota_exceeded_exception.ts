import ProblemException from '#exceptions/problem_exception'

export default class QuotaExceededException extends ProblemException {
  /** @param left bytes */
  constructor(left: number) {
    super('quota_exceeded', `You may upload ${left} bytes more. Delete some of your files first.`)
  }
}
