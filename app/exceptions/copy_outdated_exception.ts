import ProblemException from '#exceptions/problem_exception'

/** Publishing the working copy would undo a later change of its post. */
export default class CopyOutdatedException extends ProblemException {
  constructor() {
    super('copy_outdated')
  }
}
