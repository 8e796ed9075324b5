import db from '@adonisjs/lucid/services/db'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Passkey from '#models/passkey'
import User from '#models/user'
import { creationOptions } from '#security/passkeys'

/** @throws InvalidTokenException if the account is gone */
export async function optionsForPasskey(userId: number) {
  const user = await User.find(userId)
  if (!user) throw new InvalidTokenException('The session has ended')
  const known = await Passkey.of(userId, db.connection())
  const { id, username, displayName } = user
  return creationOptions(
    { id, username, displayName, handle: Passkey.handleFor(userId, known) },
    known
  )
}
