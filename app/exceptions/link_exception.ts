import ValidationException from '#exceptions/validation_exception'

/** The token of a link is unknown, used or expired. Which one is not told. */
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
