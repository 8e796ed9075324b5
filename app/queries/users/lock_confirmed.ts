import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Session from '#models/session'
import User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'

/** A user who gave the password in a session. */
export interface Confirmation extends Credentials {
  sessionId: number
}

/**
 * Locks the user of a confirmation, and returns the session too.
 * @throws InvalidTokenException if the session ended or the password changed since the confirmation
 */
export async function lockConfirmed(
  { id, password, sessionId }: Confirmation,
  client: TransactionClientContract
): Promise<{ user: User; session: Session }> {
  const user = await User.query({ client }).where({ id, password }).forNoKeyUpdate().first()
  const session = user && (await Session.query({ client }).where({ id: sessionId }).first())
  if (!session) throw new InvalidTokenException('The session has ended')
  return { user, session }
}
