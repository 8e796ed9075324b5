import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { LoginChallengeSchema } from '#database/schema'
import { digestOfChallenge } from '#security/login_challenge'

/** A sign-in that waits for the second factor, after the right password. */
export default class LoginChallenge extends LoginChallengeSchema {
  static readonly lifetimeSeconds = 300

  /** More of a user at the same time end the oldest. */
  static readonly maxPerUser = 10

  /** @returns null for an unknown, expired or used one */
  static async userIdOf(challenge: string): Promise<number | null> {
    const known = await this.query()
      .where('digest', digestOfChallenge(challenge))
      .whereRaw('expires_at > now()')
      .first()
    return known?.userId ?? null
  }

  /** Locks it. @returns null for an unknown, expired or used one */
  static locked(challenge: string, client: TransactionClientContract) {
    return this.query({ client })
      .where('digest', digestOfChallenge(challenge))
      .whereRaw('expires_at > now()')
      .forUpdate()
      .first()
  }
}
