import ProblemException from '#exceptions/problem_exception'

/** Thrown only after the right password. */
export default class ApprovalPendingException extends ProblemException {
  constructor() {
    super('approval_pending')
  }
}
