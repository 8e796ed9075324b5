import hash from '@adonisjs/core/services/hash'
import ApprovalPendingException from '#exceptions/approval_pending_exception'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import { credentialsOfSession, type Credentials } from '#queries/users/find_credentials'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { spellingsOf } from '#security/passwords'

/** An unknown user takes as long, against enumeration. @throws InvalidCredentialsException, ApprovalPendingException */
export async function prove(user: Credentials | undefined, password: string): Promise<Credentials> {
  // A wrong password costs the same number of hashes.
  if (!user) for (const spelling of spellingsOf(password)) await hash.make(spelling)
  else if (await hash.verify(user.password, password)) {
    if (user.waits) throw new ApprovalPendingException()
    return user
  }
  throw new InvalidCredentialsException()
}

/** @throws InvalidTokenException if the session has ended, WrongPasswordException with the field's pointer */
export async function confirmPassword(
  sessionId: number,
  password: string,
  pointer: string
): Promise<Confirmation> {
  const confirmed = await confirmationOf(sessionId)
  if (await hash.verify(confirmed.password, password)) return confirmed
  throw new WrongPasswordException(pointer)
}

/** The user of a session, before a confirmation. @throws InvalidTokenException if the session has ended */
export async function confirmationOf(sessionId: number): Promise<Confirmation> {
  const user = await credentialsOfSession(sessionId)
  if (!user) throw new InvalidTokenException('The session has ended')
  return { ...user, sessionId }
}
