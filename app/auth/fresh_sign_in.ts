import { signInTimeOf } from '#queries/users/sign_in_time'
import type { Account } from '#domain/account'
import { isFresh } from '#domain/second_factor'

/** Another worker may have renewed the sign-in a moment ago, so an old one is looked up again. */
export const isSignInFresh = async ({
  authenticatedAt,
  sessionId,
}: Pick<Account, 'authenticatedAt' | 'sessionId'>): Promise<boolean> =>
  isFresh(authenticatedAt) || isFresh(await signInTimeOf(sessionId))
