import ValidationException from '#exceptions/validation_exception'

/** In a session. */
export default class WrongPasswordException extends ValidationException {
  constructor(pointer: string) {
    super([{ pointer, rule: 'current_password', detail: 'This is not your password.' }])
  }
}
