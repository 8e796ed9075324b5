import ProblemException from '#exceptions/problem_exception'

export default class ChecksumMismatchException extends ProblemException {
  constructor() {
    super('checksum_mismatch')
  }
}
