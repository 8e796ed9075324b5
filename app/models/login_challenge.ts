import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { LoginChallengeSchema } from '#database/schema'
import { digestOfChallenge } from '#security/login_challenge'

/** A sign-in that waits for the second factor, after the right password. */
export default class LoginChallenge extends LoginChallengeSchema {
  static readonly lifetimeSeconds = 300

  /** Beyond it, the oldest challenge ends. */
  static readonly maxPerUser = 10

  /** @returns null for an unknown, expired or used challenge */
  static async userIdOf(challenge: string): Promise<number | null> {
    const known = await this.query()
      .where('digest', digestOfChallenge(challenge))
      .whereRaw('expires_at > now()')
      .first()
    return known?.userId ?? null
  }

  /** @returns null for an unknown, expired or used challenge */
  static locked(challenge: string, client: TransactionClientContract) {
    return this.query({ client })
      .where('digest', digestOfChallenge(challenge))
      .whereRaw('expires_at > now()')
      .forUpdate()
      .first()
  }
}
