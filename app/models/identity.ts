import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { IdentitySchema } from '#database/schema'
import type { Claims } from '#domain/oidc'

type Person = Pick<Claims, 'issuer' | 'subject' | 'email'>

/** A user at an issuer. A sign-in of that user there is one here. */
export default class Identity extends IdentitySchema {
  static readonly maxPerUser = 20

  static of(userId: number, client: QueryClientContract): Promise<Identity[]> {
    return this.query({ client }).where({ userId }).orderBy('id')
  }

  /** Sign-ins of one person wait for each other, so that only one makes an account. */
  static async takeTurn({ issuer, subject }: Person, client: TransactionClientContract) {
    const statement = `select pg_advisory_xact_lock(hashtextextended(?, 0))`
    await client.rawQuery(statement, [`oidc ${issuer} ${subject}`])
  }

  static known({ issuer, subject }: Person, client: QueryClientContract) {
    return this.query({ client }).where({ issuerUrl: issuer, subject }).first()
  }

  /** @param name the issuer's, as in addresses */
  static link(
    { issuer, subject, email }: Person,
    { userId, name }: { userId: number; name: string },
    client: TransactionClientContract
  ): Promise<Identity> {
    const row = { userId, issuer: name, issuerUrl: issuer, subject, email }
    return this.create(row, { client })
  }

  /** The name of an issuer may change, its address may not. */
  use({ email }: Person, name: string) {
    const used: Identity = this
    return used.merge({ issuer: name, email, lastUsedAt: DateTime.now() }).save()
  }

  /** @param since only identities that were linked later; all of them by default */
  static async deleteAll(userId: number, client: TransactionClientContract, since = new Date(0)) {
    await this.query({ client }).where({ userId }).where('createdAt', '>', since).delete()
  }
}
