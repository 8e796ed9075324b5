import ProblemException from '#exceptions/problem_exception'

/** Not there, or not the caller's to know of. */
export default class NotFoundException extends ProblemException {
  constructor(what: string) {
    super('not_found', `There is no such ${what}.`)
  }
}
