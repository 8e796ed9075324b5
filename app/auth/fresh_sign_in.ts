import StaleSignInException from '#exceptions/stale_sign_in_exception'
import { signInTimeOf } from '#queries/users/sign_in_time'
import type { Account } from '#domain/account'
import { FRESH_SECONDS, isFresh } from '#domain/second_factor'

/** Another worker may have renewed the sign-in a moment ago, so an old one is looked up again. */
export const isSignInFresh = async ({
  authenticatedAt,
  sessionId,
}: Pick<Account, 'authenticatedAt' | 'sessionId'>): Promise<boolean> =>
  isFresh(authenticatedAt) || isFresh(await signInTimeOf(sessionId))

/** Where a second factor is on, the password alone changes neither itself nor the e-mail. @throws StaleSignInException */
export async function refuseStaleFactor(
  account: Pick<Account, 'authenticatedAt' | 'sessionId'>,
  { hasSecondFactor }: { hasSecondFactor: boolean }
): Promise<void> {
  if (hasSecondFactor && !(await isSignInFresh(account))) {
    throw new StaleSignInException(FRESH_SECONDS)
  }
}
