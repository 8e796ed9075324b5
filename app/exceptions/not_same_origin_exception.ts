import ProblemException from '#exceptions/problem_exception'

/** @param detail default: only pages of this origin may send this request */
export default class NotSameOriginException extends ProblemException {
  constructor(detail?: string) {
    super('not_same_origin', detail)
  }
}
