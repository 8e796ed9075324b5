import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import SecurityEvent from '#models/security_event'

/** @param id of the event in the security log */
export async function passwordChanged(id: number): Promise<Letter | null> {
  const event = await SecurityEvent.query().where({ id }).preload('user').first()
  // The account is erased.
  if (!event?.user) return null
  return {
    kind: 'password_changed',
    // Also `password_reset`.
    texts: event.event === 'password_reset' ? 'password_was_reset' : 'password_changed',
    ...readerOf(event.user),
    values: {
      username: event.user.username,
      at: event.createdAt.toJSDate(),
      address: event.address ?? '?',
    },
  }
}
