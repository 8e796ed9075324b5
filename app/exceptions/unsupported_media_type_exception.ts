import ProblemException from '#exceptions/problem_exception'

export default class UnsupportedMediaTypeException extends ProblemException {
  constructor(accepted: string[]) {
    super('unsupported_media_type', `Send the body as ${accepted.join(' or ')}.`)
  }
}
