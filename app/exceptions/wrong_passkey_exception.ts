import ValidationException from '#exceptions/validation_exception'

/** A signed-in user sent an answer of a passkey that proves nothing. */
export default class WrongPasskeyException extends ValidationException {
  constructor() {
    super([
      {
        pointer: '/passkey',
        rule: 'passkey',
        detail:
          'This passkey can’t be used here, or its answer was used already. Ask for new options.',
      },
    ])
  }
}
