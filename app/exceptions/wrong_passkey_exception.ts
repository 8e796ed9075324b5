import ValidationException from '#exceptions/validation_exception'

/** An answer without proof, in a session. */
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
