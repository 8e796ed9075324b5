import ValidationException from '#exceptions/validation_exception'

/** A second factor is on, and its code is missing. */
export default class MissingCodeException extends ValidationException {
  constructor() {
    super([
      {
        pointer: '/code',
        rule: 'required',
        detail: 'code is missing: a second factor is on.',
      },
    ])
  }
}
