import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { evenOut } from '#auth/even_time'
import { isSignInFresh } from '#auth/fresh_sign_in'
import ApprovalPendingException from '#exceptions/approval_pending_exception'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import StaleSignInException from '#exceptions/stale_sign_in_exception'
import ValidationException from '#exceptions/validation_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import User from '#models/user'
import { credentialsOfSession, type Credentials } from '#queries/users/find_credentials'
import type { Confirmation } from '#queries/users/lock_confirmed'
import { isWrapped } from '#security/legacy/wrapped_password'
import { spellingsOf } from '#security/passwords'
import type { Account } from '#domain/account'
import { FRESH_SECONDS } from '#domain/second_factor'

/**
 * An unknown user takes as long, against enumeration. A password of another system becomes one of ours.
 * @throws InvalidCredentialsException, ApprovalPendingException
 */
export async function prove(user: Credentials | undefined, password: string): Promise<Credentials> {
  const begun = performance.now()
  // A wrong password costs the same number of hashes.
  if (!user) for (const spelling of spellingsOf(password)) await hash.make(spelling)
  else if (await hash.verify(user.password, password)) {
    if (user.waits) throw new ApprovalPendingException()
    return isWrapped(user.password) ? renewed(user, password) : user
  }
  await evenOut(begun)
  throw new InvalidCredentialsException()
}

/** Another login may have done it meanwhile. */
async function renewed(user: Credentials, password: string): Promise<Credentials> {
  const made = await hash.make(password)
  const { id, password: wrapped } = user
  const done = await db.from('users').where({ id, password: wrapped }).update({ password: made })
  if (Number(done) > 0) return { ...user, password: made }
  const now = await User.find(id)
  if (!now || !(await hash.verify(now.password, password))) throw new InvalidCredentialsException()
  return { ...user, password: now.password }
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

/**
 * A fresh sign-in stands in for the password that an account from an issuer lacks.
 * @throws ValidationException with the field's pointer if it has one, StaleSignInException, InvalidTokenException
 */
export async function confirmWithoutPassword(
  account: Pick<Account, 'sessionId' | 'authenticatedAt'>,
  pointer: string
): Promise<Confirmation> {
  const confirmed = await confirmationOf(account.sessionId)
  const user = await User.find(confirmed.id)
  const detail = `${pointer.slice(1)} is missing.`
  if (user?.hasPassword) throw new ValidationException([{ pointer, rule: 'required', detail }])
  if (!(await isSignInFresh(account))) throw new StaleSignInException(FRESH_SECONDS)
  return confirmed
}

/** The user of a session, before a confirmation. @throws InvalidTokenException if the session has ended */
export async function confirmationOf(sessionId: number): Promise<Confirmation> {
  const user = await credentialsOfSession(sessionId)
  if (!user) throw new InvalidTokenException('The session has ended')
  return { ...user, sessionId }
}
