import ProblemException from '#exceptions/problem_exception'

/** `If-Match` names another revision than the present one. */
export default class PreconditionFailedException extends ProblemException {
  constructor(detail?: string) {
    super('precondition_failed', detail)
  }
}
