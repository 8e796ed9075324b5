import { belongsTo } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { EmailConfirmationSchema } from '#database/schema'
import DeadEmail from '#models/dead_email'
import SignUp from '#models/sign_up'
import User from '#models/user'
import { digestOfLink, linkToken } from '#security/link_token'

/** A request to confirm the e-mail of an account, or of a sign-up once more. */
export default class EmailConfirmation extends EmailConfirmationSchema {
  static readonly keptDays = 7

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  @belongsTo(() => SignUp)
  declare signUp: BelongsTo<typeof SignUp>

  /** One statement, with or without an e-mail to confirm. @returns the id of the request */
  static async request(email: string, client: QueryClientContract): Promise<number> {
    const { rows } = await client.rawQuery(
      `insert into email_confirmations (email_digest, user_id, sign_up_id)
       values (
         :digest,
         (select id from users where lower(email) = lower(:email) and (
            email_confirmed_at is null
            or exists (select from dead_emails where digest = :digest)
          )),
         (select id from sign_ups where lower(email) = lower(:email) order by id desc limit 1)
       ) returning id`,
      { email, digest: DeadEmail.digestOf(email) }
    )
    return rows[0].id
  }

  /** For a new account with an unconfirmed e-mail. @returns the id */
  static async begin({ id: userId, email }: User, client: QueryClientContract): Promise<number> {
    const emailDigest = DeadEmail.digestOf(email)
    return (await this.create({ userId, emailDigest }, { client })).id
  }

  get isExpired(): boolean {
    return this.createdAt <= DateTime.now().minus({ days: EmailConfirmation.keptDays })
  }

  /** @returns the token of the link */
  async open(): Promise<string> {
    const token = linkToken('confirm e-mail', this)
    this.digest = digestOfLink(token)
    await this.save()
    return token
  }

  /** The user of a token, locked; null for an invalid one. All requests of the user are used up. */
  static async redeem(token: string, client: TransactionClientContract): Promise<User | null> {
    const digest = digestOfLink(token)
    const found = await this.query({ client }).where({ digest }).first()
    if (!found?.userId || found.isExpired) return null
    const { userId, emailDigest } = found
    const user = await User.query({ client }).where('id', userId).forNoKeyUpdate().first()
    const isUnused = (await this.query({ client }).where({ digest }).first()) !== null
    // The link does not confirm a later e-mail of the user.
    if (!user || !isUnused || DeadEmail.digestOf(user.email) !== emailDigest) return null
    await this.discardAll(userId, client)
    return user
  }

  static async discardAll(userId: number, client: QueryClientContract): Promise<void> {
    await this.query({ client }).where({ userId }).delete()
  }
}
