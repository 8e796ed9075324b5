import ProblemException from '#exceptions/problem_exception'

/** Does not exist, or the caller may not know that it does. */
export default class NotFoundException extends ProblemException {
  constructor(what: string) {
    super('not_found', `There is no such ${what}.`)
  }
}
