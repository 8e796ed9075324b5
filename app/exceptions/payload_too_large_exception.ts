import ProblemException from '#exceptions/problem_exception'

export default class PayloadTooLargeException extends ProblemException {
  static of(maxBytes: number) {
    return new this('payload_too_large', `A file has up to ${maxBytes} bytes.`)
  }
}
