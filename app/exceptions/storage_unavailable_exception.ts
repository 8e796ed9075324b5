import UnavailableException from '#exceptions/unavailable_exception'

export default class StorageUnavailableException extends UnavailableException {
  constructor(cause: unknown) {
    super('Files can’t be taken just now. Try again later.')
    this.cause = cause
  }
}
