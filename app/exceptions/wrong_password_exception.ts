import ValidationException from '#exceptions/validation_exception'

/** A signed-in user confirmed a request with a wrong password. */
export default class WrongPasswordException extends ValidationException {
  constructor(pointer: string) {
    super([{ pointer, rule: 'current_password', detail: 'This is not your password.' }])
  }
}
