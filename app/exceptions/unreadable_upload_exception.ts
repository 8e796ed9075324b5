import ProblemException from '#exceptions/problem_exception'

export default class UnreadableUploadException extends ProblemException {
  constructor(detail: string) {
    super('bad_request', detail)
  }
}
