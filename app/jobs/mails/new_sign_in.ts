import { programOf } from '#domain/device'
import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import SecurityEvent from '#models/security_event'

/** @param id of the event in the security log */
export async function newSignIn(id: number): Promise<Letter | null> {
  const event = await SecurityEvent.query().where({ id }).preload('user').first()
  // The account is erased.
  if (!event?.user) return null
  return {
    kind: 'new_sign_in',
    ...readerOf(event.user),
    values: {
      username: event.user.username,
      at: event.createdAt.toJSDate(),
      address: event.address ?? '?',
      program: programOf(event.userAgent) ?? '?',
    },
  }
}
