import db from '@adonisjs/lucid/services/db'
import { insertSession } from '#actions/sessions/insert_session'
import InvalidPasskeyException from '#exceptions/invalid_passkey_exception'
import Passkey from '#models/passkey'
import type { SessionParts } from '#models/session'
import User from '#models/user'
import { passkeyMethods, type PasskeyAssertion } from '#domain/second_factor'
import type { Source } from '#domain/security_event'

interface SignInWithPasskeyInput {
  assertion: PasskeyAssertion
  source: Source
  /** Seconds without a refresh until the session ends. */
  lifetime: number
}

/** Signs a user in by a passkey alone. @throws InvalidPasskeyException, SuspendedException */
export default class SignInWithPasskey {
  handle({ assertion, source, lifetime }: SignInWithPasskeyInput): Promise<SessionParts> {
    return db.transaction(async (client) => {
      const id = await Passkey.userIdOf(assertion.id, client)
      // Locked first, as in each change of the account.
      const user = id && (await User.query({ client }).where({ id }).forShare().first())
      // Without a list of passkeys, the authenticator must name the user itself.
      if (!user || !assertion.response.userHandle) throw new InvalidPasskeyException()
      const use = { assertion, userId: user.id, address: source.address }
      if (!(await Passkey.use(use, client))) throw new InvalidPasskeyException()
      const methods = passkeyMethods
      return insertSession({ user, source, lifetime, methods, client })
    })
  }
}
