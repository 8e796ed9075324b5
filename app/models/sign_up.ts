import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { SignUpSchema } from '#database/schema'
import { signUpKeptDays } from '#domain/signup'
import { digestOfLink, linkToken } from '#security/link_token'

/** An account that begins when its e-mail is confirmed. Several may wait for one e-mail, each with its password. */
export default class SignUp extends SignUpSchema {
  get isExpired(): boolean {
    return this.createdAt <= DateTime.now().minus({ days: signUpKeptDays })
  }

  /** @returns the token of the link */
  async open(): Promise<string> {
    const token = linkToken('confirm sign-up', this)
    this.digest = digestOfLink(token)
    await this.save()
    return token
  }

  /** The sign-up of a token. Its rivals for the same e-mail wait for the end of the transaction. */
  static async lockedBy(token: string, client: TransactionClientContract): Promise<SignUp | null> {
    const digest = digestOfLink(token)
    const found = await this.query({ client }).where({ digest }).first()
    if (!found) return null
    await client.rawQuery(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
      `sign-up ${found.email.toLowerCase()}`,
    ])
    return this.query({ client }).where({ digest }).forUpdate().first()
  }

  static async discardAll(email: string, client: QueryClientContract): Promise<void> {
    await client.rawQuery('delete from sign_ups where lower(email) = lower(?)', [email])
  }
}
