import ProblemException from '#exceptions/problem_exception'

export default class InviteNeededException extends ProblemException {
  constructor() {
    super('invite_needed')
  }
}
