import { belongsTo } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { InviteSchema } from '#database/schema'
import IdempotencyKey from '#models/idempotency_key'
import User from '#models/user'
import { digestOfLink, linkToken } from '#security/link_token'

/** An invite to sign up, for a number of accounts. */
export default class Invite extends InviteSchema {
  /** Of valid invites. */
  static readonly maxPerUser = 100

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  get isOpen(): boolean {
    return this.uses < this.maxUses && this.expiresAt > DateTime.now()
  }

  /** @returns the token of the link */
  async open(): Promise<string> {
    const token = linkToken('invite', this)
    this.digest = digestOfLink(token)
    await this.save()
    return token
  }

  /** @returns null if the user has no such invite */
  static async revoke(
    { id, userId }: { id: number; userId: number },
    client: TransactionClientContract
  ): Promise<Invite | null> {
    const invite = await this.query({ client }).where({ id, userId }).forUpdate().first()
    await invite?.delete()
    await IdempotencyKey.clearAnswers([`invite:${id}`], client)
    return invite
  }

  /** @returns the number of revoked invites */
  static async revokeAll(userId: number, client: TransactionClientContract): Promise<number> {
    const revoked: { id: number }[] = await client
      .from('invites')
      .where('user_id', userId)
      .delete()
      .returning('id')
    if (revoked.length === 0) return 0
    await IdempotencyKey.clearAnswers(
      revoked.map(({ id }) => `invite:${id}` as const),
      client
    )
    return revoked.length
  }
}
