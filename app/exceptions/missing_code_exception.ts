import ValidationException from '#exceptions/validation_exception'

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
