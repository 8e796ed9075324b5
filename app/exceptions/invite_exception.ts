import ValidationException from '#exceptions/validation_exception'

/** Unknown, used up, revoked or expired, or its inviter may no longer invite. The answer does not say which. */
export default class InviteException extends ValidationException {
  constructor(pointer: string) {
    const detail = 'The invite was used or has expired. Ask for a new one.'
    super([{ pointer, rule: 'link', detail }])
  }
}
