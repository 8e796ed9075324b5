import ProblemException from '#exceptions/problem_exception'

/** An account has the e-mail of a new identity. Its owner links both by the password. */
export default class LinkRequiredException extends ProblemException {
  constructor(override readonly challenge: string) {
    super('link_required')
  }
}
