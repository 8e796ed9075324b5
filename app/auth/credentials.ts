import hash from '@adonisjs/core/services/hash'
import InvalidCredentialsException from '#exceptions/invalid_credentials_exception'
import WrongPasswordException from '#exceptions/wrong_password_exception'
import type User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'
import { spellingsOf } from '#security/passwords'

/** An unknown user takes as long as a known one, against enumeration. @throws InvalidCredentialsException */
export async function prove(user: Credentials | undefined, password: string): Promise<Credentials> {
  // As many hashes as a wrong password costs.
  if (!user) for (const spelling of spellingsOf(password)) await hash.make(spelling)
  else if (await hash.verify(user.password, password)) return user
  throw new InvalidCredentialsException()
}

/** @param pointer the field that holds the password @throws WrongPasswordException */
export async function confirmPassword(user: User, password: string, pointer: string) {
  if (await user.verifyPassword(password)) return
  throw new WrongPasswordException(pointer)
}
