import { belongsTo } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { PersonalTokenSchema } from '#database/schema'
import IdempotencyKey from '#models/idempotency_key'
import User from '#models/user'

/** A user's own token, limited to scopes. Only the answer that makes it has the token itself. */
export default class PersonalToken extends PersonalTokenSchema {
  static readonly maxPerUser = 50

  /** A token without a use for this long is likely lost or forgotten. */
  static readonly maxIdleDays = 180

  /** Days between the mail about an idle token and its end. */
  static readonly idleNoticeDays = 7

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  /** The account must be invalidated after the commit. @returns null if the user has no such token */
  static async revoke(
    { id, userId }: { id: number; userId: number },
    client: TransactionClientContract
  ): Promise<PersonalToken | null> {
    const token = await this.query({ client }).where({ id, userId }).forUpdate().first()
    await token?.delete()
    await IdempotencyKey.clearAnswers([`personal_token:${id}`], client)
    return token
  }

  /** The account must be invalidated after the commit. @returns the number of revoked tokens */
  static async revokeAll(userId: number, client: TransactionClientContract): Promise<number> {
    const revoked: { id: number }[] = await client
      .from('personal_tokens')
      .where('user_id', userId)
      .delete()
      .returning('id')
    if (revoked.length === 0) return 0
    const mentions = revoked.map(({ id }) => `personal_token:${id}` as const)
    await IdempotencyKey.clearAnswers(mentions, client)
    return revoked.length
  }

  /** When the token ends without another use. */
  get endsIdleAt(): DateTime {
    return (this.lastUsedAt ?? this.createdAt).plus({ days: PersonalToken.maxIdleDays })
  }

  /** Whether its user gets a mail about it. */
  get isIdle(): boolean {
    return this.endsIdleAt.minus({ days: PersonalToken.idleNoticeDays }) <= DateTime.now()
  }
}
