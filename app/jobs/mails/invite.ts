import type { Letter } from '#mail/letter'
import { linkTo } from '#mail/links'
import BarredEmail from '#models/barred_email'
import Invite from '#models/invite'
import UnsubscribedEmail from '#models/unsubscribed_email'
import User from '#models/user'

export async function invite(id: number): Promise<Letter | null> {
  const found = await Invite.query().where({ id }).preload('user').first()
  // It was revoked or has expired, or the recipient has an account or wants no invites.
  if (!found?.isOpen || !found.user || found.email === null) return null
  const isNeedless =
    (await User.withReference(found.email)) !== null ||
    (await BarredEmail.isBarred(found.email)) ||
    (await UnsubscribedEmail.has(found.email))
  if (isNeedless) return null
  return {
    kind: 'invite',
    to: found.email,
    language: null,
    name: null,
    link: linkTo('invite', await found.open()),
    unsubscribe: UnsubscribedEmail.linkFor(found.email),
    values: { username: found.user.username, until: found.expiresAt.toJSDate() },
  }
}
