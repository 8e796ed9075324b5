import hash from '@adonisjs/core/services/hash'
import ApprovalPendingException from '#exceptions/approval_pending_exception'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import { credentialsOfSession, type Credentials } from '#queries/users/find_credentials'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { spellingsOf } from '#security/passwords'

/**
 * An unknown user takes as long as a known one, against enumeration.
 * @throws InvalidCredentialsException, ApprovalPendingException after the right password of an application
 */
export async function prove(user: Credentials | undefined, password: string): Promise<Credentials> {
  // As many hashes as a wrong password costs.
  if (!user) for (const spelling of spellingsOf(password)) await hash.make(spelling)
  else if (await hash.verify(user.password, password)) {
    if (user.waits) throw new ApprovalPendingException()
    return user
  }
  throw new InvalidCredentialsException()
}

/**
 * @param pointer the field that holds the password
 * @throws InvalidTokenException if the session has ended, WrongPasswordException
 */
export async function confirmPassword(
  sessionId: number,
  password: string,
  pointer: string
): Promise<Confirmation> {
  const confirmed = await confirmationOf(sessionId)
  if (await hash.verify(confirmed.password, password)) return confirmed
  throw new WrongPasswordException(pointer)
}

/** The user of a session as it stands, for one who proves to be it. @throws InvalidTokenException if it has ended */
export async function confirmationOf(sessionId: number): Promise<Confirmation> {
  const user = await credentialsOfSession(sessionId)
  if (!user) throw new InvalidTokenException('The session has ended')
  return { ...user, sessionId }
}
