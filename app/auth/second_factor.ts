import db from '@adonisjs/lucid/services/db'
import MissingCodeException from '#exceptions/missing_code_exception'
import WrongCodeException from '#exceptions/wrong_code_exception'
import WrongPasskeyException from '#exceptions/wrong_passkey_exception'
import { useSecondFactor } from '#models/second_factor'
import type { AuthenticationMethod, PasskeyAssertion } from '#domain/second_factor'

interface Confirmed {
  id: number
  hasSecondFactor: boolean
}

/** Uses up a passkey's answer that stands in for the password. @throws WrongPasskeyException */
export async function confirmPasskey(
  userId: number,
  passkey: PasskeyAssertion,
  address: string | null
): Promise<AuthenticationMethod[]> {
  const use = { userId, proof: { passkey }, address }
  const methods = await db.transaction((client) => useSecondFactor(use, client))
  if (!methods) throw new WrongPasskeyException()
  return methods
}

/** Uses up a code after the password. @returns further methods @throws MissingCodeException, WrongCodeException */
export async function confirmSecondFactor(
  { id, hasSecondFactor }: Confirmed,
  code: string | undefined
): Promise<AuthenticationMethod[]> {
  if (!hasSecondFactor) return []
  if (code === undefined) throw new MissingCodeException()
  const use = { userId: id, proof: { code }, address: null }
  const methods = await db.transaction((client) => useSecondFactor(use, client))
  if (!methods) throw new WrongCodeException('/code')
  return methods
}
