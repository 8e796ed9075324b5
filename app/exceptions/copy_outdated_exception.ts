import ProblemException from '#exceptions/problem_exception'

/** A publication would undo a later change of the post. */
export default class CopyOutdatedException extends ProblemException {
  constructor() {
    super('copy_outdated')
  }
}
