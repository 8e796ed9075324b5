import ValidationException from '#exceptions/validation_exception'

/** A wrong code in a session, or with a mailed link. */
export default class WrongCodeException extends ValidationException {
  constructor(pointer: string) {
    super([{ pointer, rule: 'second_factor', detail: 'This code is wrong, or was used already.' }])
  }
}
