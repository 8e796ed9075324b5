import ProblemException from '#exceptions/problem_exception'

/** Also for a resource that the caller may not know of. */
export default class NotFoundException extends ProblemException {
  constructor(what: string) {
    super('not_found', `There is no such ${what}.`)
  }
}
