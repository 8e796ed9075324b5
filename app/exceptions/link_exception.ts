import ValidationException from '#exceptions/validation_exception'

/** The token is unknown, used or expired. The answer does not say which. */
export default class LinkException extends ValidationException {
  constructor() {
    super([
      {
        pointer: '/token',
        rule: 'link',
        detail: 'The link was used or has expired. Ask for a new one.',
      },
    ])
  }
}
