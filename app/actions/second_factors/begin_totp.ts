import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import TotpSecret from '#models/totp_secret'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import { newTotpSecret } from '#security/totp'

interface Begun {
  secret: string
  username: string
}

/**
 * Makes the secret of an authenticator app. It counts when a code has confirmed it; until then a new one replaces it.
 * @throws ConflictException if an app is set up already, InvalidTokenException if the session ended meanwhile
 */
export default class BeginTotp {
  handle({ userId, sessionId }: SessionOfUser): Promise<Begun> {
    return db.transaction(async (client) => {
      const { user } = await lockUserOfSession({ userId, sessionId }, client)
      const known = await TotpSecret.of(userId, client)
      if (known?.confirmedAt) {
        throw new ConflictException('An authenticator app is set up already. Remove it first.')
      }
      const secret = newTotpSecret()
      await known?.delete()
      await TotpSecret.create({ userId, secret: TotpSecret.seal(secret, userId) }, { client })
      return { secret, username: user.username }
    })
  }
}
