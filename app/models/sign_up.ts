import { scope } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import { DateTime } from 'luxon'
import { SignUpSchema } from '#database/schema'
import { signUpKeptDays } from '#domain/signup'
import { digestOfLink, linkToken } from '#security/link_token'

/** An account whose e-mail is still to be confirmed. An e-mail may have several, each with its password. */
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

  /** Other sign-ups for the e-mail wait for the end of the transaction. */
  static async lockedBy(token: string, client: TransactionClientContract): Promise<SignUp | null> {
    const digest = digestOfLink(token)
    const found = await this.query({ client }).where({ digest }).first()
    if (!found) return null
    await this.#lockEmail(found, client)
    return this.query({ client }).where({ digest }).forUpdate().first()
  }

  /** Other sign-ups for the e-mail wait for the end of the transaction. */
  static async lockedApplication(
    id: number,
    client: TransactionClientContract
  ): Promise<SignUp | null> {
    const waiting = () =>
      this.query({ client })
        .where({ id })
        .apply((scopes) => scopes.waiting())
    const found = await waiting().first()
    if (!found) return null
    await this.#lockEmail(found, client)
    return waiting().forUpdate().first()
  }

  static waiting = scope((query: ModelQueryBuilderContract<typeof SignUp>) => {
    query.whereNotNull('applied_at').whereNull('rejected_at')
  })

  static async #lockEmail({ email }: SignUp, client: TransactionClientContract) {
    await client.rawQuery(`select pg_advisory_xact_lock(hashtextextended(?, 0))`, [
      `sign-up ${email.toLowerCase()}`,
    ])
  }

  /** Queues it for staff after its e-mail is confirmed. Its link is used up. */
  async apply(): Promise<void> {
    const signUp: SignUpSchema = this
    await signUp.merge({ appliedAt: DateTime.now(), emailConfirmed: true, digest: null }).save()
  }

  /** Keeps only the data for the mail. @param reason for the applicant */
  async reject(reason: string): Promise<void> {
    const signUp: SignUpSchema = this
    signUp.merge({ rejectedAt: DateTime.now(), rejection: reason, password: '' })
    signUp.merge({ username: null, displayName: null, application: null, address: null })
    await signUp.save()
  }

  static async discardAll(
    email: string,
    client: QueryClientContract,
    { except = 0 } = {}
  ): Promise<void> {
    const text = 'delete from sign_ups where lower(email) = lower(?) and id <> ?'
    await client.rawQuery(text, [email, except])
  }
}

/** The terms that a sign-up accepted, for its account. */
export const termsOf = ({ acceptedTerms, createdAt }: SignUp) => ({
  acceptedTerms,
  acceptedTermsAt: acceptedTerms === null ? null : createdAt,
})
