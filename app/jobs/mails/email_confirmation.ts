import { readerOf } from '#jobs/mails/reader'
import { letterOf } from '#jobs/mails/sign_up'
import type { Letter } from '#mail/letter'
import { linkTo } from '#mail/links'
import EmailConfirmation from '#models/email_confirmation'

export async function emailConfirmation(id: number): Promise<Letter | null> {
  const request = await EmailConfirmation.query()
    .where({ id })
    .preload('user')
    .preload('signUp')
    .first()
  if (!request || request.isExpired) return null
  if (!request.user) return request.signUp ? letterOf(request.signUp) : null
  return {
    kind: 'email_confirmation',
    ...readerOf(request.user),
    link: linkTo('confirm', await request.open()),
    isConfirmation: true,
    values: { username: request.user.username, days: EmailConfirmation.keptDays },
  }
}
