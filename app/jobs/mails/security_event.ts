import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import SecurityEvent from '#models/security_event'
import type { MailKind } from '#domain/mail'

/** A mail about an event in the security log, with the texts and the id of that event. */
export const aboutEvent =
  (kind: MailKind) =>
  async (id: number): Promise<Letter | null> => {
    const event = await SecurityEvent.query().where({ id }).preload('user').first()
    // The account is erased.
    if (!event?.user) return null
    return {
      kind,
      // A mail asks for `password_reset` too.
      texts: event.event === 'password_reset' ? 'password_was_reset' : event.event,
      ...readerOf(event.user),
      values: {
        username: event.user.username,
        at: event.createdAt.toJSDate(),
        address: event.address ?? '?',
      },
    }
  }
