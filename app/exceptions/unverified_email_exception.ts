import ProblemException from '#exceptions/problem_exception'

/** An issuer has verified no e-mail of a user who has no account here. */
export default class UnverifiedEmailException extends ProblemException {
  constructor() {
    super('email_not_verified')
  }
}
