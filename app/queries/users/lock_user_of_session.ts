import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Session from '#models/session'
import User from '#models/user'

export interface SessionOfUser {
  userId: number
  /** 0 on the command line. */
  sessionId: number
}

/**
 * Locks the user, as all do that end sessions: a request that is under way then opens nothing to a thief.
 * @returns the user with the role, and the session; null on the command line
 * @throws InvalidTokenException if the session ended meanwhile
 */
export async function lockUserOfSession(
  { userId, sessionId }: SessionOfUser,
  client: TransactionClientContract
): Promise<{ user: User; session: Session | null }> {
  const user = await User.withRole(client).where('id', userId).forNoKeyUpdate().first()
  const session = await Session.query({ client }).where({ id: sessionId, userId }).first()
  const isOpen = sessionId === 0 || session !== null
  if (!user || user.isSuspended || !isOpen) throw new InvalidTokenException('The session has ended')
  return { user, session }
}
