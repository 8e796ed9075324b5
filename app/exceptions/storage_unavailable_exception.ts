import UnavailableException from '#exceptions/unavailable_exception'

export default class StorageUnavailableException extends UnavailableException {
  constructor(cause: unknown) {
    super('The storage of files is away, or full. Try again later.')
    this.cause = cause
  }
}
