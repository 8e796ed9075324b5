import ValidationException from '#exceptions/validation_exception'

/** A signed-in user, or the reader of a mail, confirmed a request with a wrong code of the second factor. */
export default class WrongCodeException extends ValidationException {
  constructor(pointer: string) {
    super([{ pointer, rule: 'second_factor', detail: 'This code is wrong, or was used already.' }])
  }
}
