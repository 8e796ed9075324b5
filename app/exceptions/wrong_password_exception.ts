import ValidationException from '#exceptions/validation_exception'

/** Someone who is signed in was asked for the password once more, and gave another one. */
export default class WrongPasswordException extends ValidationException {
  /** @param pointer the field that held it */
  constructor(pointer: string) {
    super([{ pointer, rule: 'current_password', detail: 'This is not your password.' }])
  }
}
