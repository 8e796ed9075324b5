import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import PersonalToken from '#models/personal_token'

export async function tokenUnused(id: number): Promise<Letter | null> {
  const token = await PersonalToken.query().where({ id }).preload('user').first()
  // It was revoked or used meanwhile, or its account is erased. A bot has no address.
  if (!token?.user || token.user.bot || !token.isIdle) return null
  return {
    kind: 'token_unused',
    ...readerOf(token.user),
    values: { token: token.name, last_four: token.lastFour, at: token.endsIdleAt.toJSDate() },
  }
}
