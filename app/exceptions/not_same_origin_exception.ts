import ProblemException from '#exceptions/problem_exception'

/** @param detail by default: only pages of this origin may ask this */
export default class NotSameOriginException extends ProblemException {
  constructor(detail?: string) {
    super('not_same_origin', detail)
  }
}
