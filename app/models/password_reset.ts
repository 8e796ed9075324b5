import { belongsTo } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { PasswordResetSchema } from '#database/schema'
import User from '#models/user'
import type { Source } from '#domain/security_event'
import { digestOfLink, linkToken } from '#security/link_token'

export default class PasswordReset extends PasswordResetSchema {
  /** From the moment when the mail is sent. */
  static readonly lifetime = { minutes: 30 }

  /** Longer than the tries of a mail. */
  static readonly keptDays = 3

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  /** One statement, with or without an account for the e-mail. @returns the id of the request */
  static async request(
    email: string,
    { address, userAgent }: Source,
    client: QueryClientContract
  ): Promise<number> {
    const { rows } = await client.rawQuery(
      `insert into password_resets (user_id, address, user_agent)
       values ((select id from users where lower(email) = lower(:email)), :address, :agent)
       returning id`,
      { email, address, agent: userAgent?.slice(0, 300) ?? null } as Record<string, any>
    )
    return rows[0].id
  }

  /** For a known user. @returns the id of the request */
  static async requestFor(
    userId: number,
    { address, userAgent }: Source,
    client: QueryClientContract
  ): Promise<number> {
    return (await this.create({ userId, address, userAgent }, { client })).id
  }

  /** Only a user's newest request counts. */
  async isNewest(): Promise<boolean> {
    const query = PasswordReset.query().where('userId', this.userId!).where('id', '>', this.id)
    return (await query.first()) === null
  }

  /** @returns the token of the link, whose lifetime starts now */
  async open(): Promise<string> {
    const token = linkToken('reset', this)
    this.digest = digestOfLink(token)
    this.expiresAt = DateTime.now().plus(PasswordReset.lifetime)
    await this.save()
    return token
  }

  /** Without a lock, so the answer may be outdated. */
  static async userIdOf(token: string, client: QueryClientContract): Promise<number | null> {
    const reset = await this.query({ client }).where('digest', digestOfLink(token)).first()
    return reset?.userId ?? null
  }

  /** Uses up all requests of the user. Needs a lock on the user. @returns whether the token was valid */
  static async redeem(token: string, userId: number, client: TransactionClientContract) {
    const { rows } = await client.rawQuery(
      `with newest as (
         select id, digest, expires_at from password_resets
         where user_id = :userId order by id desc limit 1
       ), good as (
         select id from newest where digest = :digest and expires_at > now()
       ), used as (
         delete from password_resets where user_id = :userId and exists (select from good)
       )
       select id from good`,
      { userId, digest: digestOfLink(token) }
    )
    return rows.length > 0
  }

  static async discardAll(userId: number, client: TransactionClientContract): Promise<void> {
    await this.query({ client }).where({ userId }).delete()
  }
}
