import ProblemException from '#exceptions/problem_exception'

export default class BarredMediaException extends ProblemException {
  constructor() {
    super('media_barred')
  }
}
