import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import TotpSecret from '#models/totp_secret'
import User from '#models/user'
import { newTotpSecret } from '#security/totp'

interface Begun {
  secret: string
  username: string
}

/** The secret counts after `ConfirmTotp`; a new one replaces it before. @throws ConflictException if an app is on */
export default class BeginTotp {
  handle({ userId }: { userId: number }): Promise<Begun> {
    return db.transaction(async (client) => {
      const user = await User.query({ client }).where('id', userId).forUpdate().first()
      if (!user) throw new InvalidTokenException('The session has ended')
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
