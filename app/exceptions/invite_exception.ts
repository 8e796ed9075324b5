import ValidationException from '#exceptions/validation_exception'

/** An invite is unknown, used up, revoked or expired, or its inviter may not invite any more. Which one is not told. */
export default class InviteException extends ValidationException {
  constructor(pointer: string) {
    const detail = 'The invite was used or has expired. Ask for a new one.'
    super([{ pointer, rule: 'link', detail }])
  }
}
