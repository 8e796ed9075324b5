import ProblemException from '#exceptions/problem_exception'

/** No personal token may do this, whatever its scopes. */
export default class SessionNeededException extends ProblemException {
  constructor() {
    super('session_needed')
  }
}
