import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import { linkTo } from '#mail/links'
import PasswordReset from '#models/password_reset'
import SecurityEvent from '#models/security_event'

export async function passwordReset(id: number): Promise<Letter | null> {
  const reset = await PasswordReset.query().where({ id }).preload('user').first()
  // No account has the e-mail, or the account asked again.
  if (!reset?.user || !(await reset.isNewest())) return null
  const { user, address, userAgent } = reset
  if (reset.digest === null) {
    const log = { userId: user.id, source: { address, userAgent } }
    await SecurityEvent.record('password_reset_requested', log)
  }
  return {
    kind: 'password_reset',
    ...readerOf(user),
    link: linkTo('reset', await reset.open()),
    values: {
      username: user.username,
      minutes: PasswordReset.lifetime.minutes,
      address: address ?? '?',
    },
  }
}
