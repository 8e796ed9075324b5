import { randomBytes } from 'node:crypto'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { SessionSchema } from '#database/schema'
import User from '#models/user'

/** What the tokens of a session are made of. */
export type SessionParts = Pick<Session, 'id' | 'userId' | 'generation' | 'secret'>

/** One sign-in of a user, and the family of its refresh tokens. */
export default class Session extends SessionSchema {
  /** How many sessions a user may have; the one used longest ago gives way. */
  static readonly maxPerUser = 50

  /** Seconds in which a used refresh token still gets its answer again, for answers that were lost. */
  static readonly grace = 10

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  /** Where a user is signed in, the session used last first. */
  static liveOf(userId: number) {
    return this.query()
      .where('userId', userId)
      .where('expiresAt', '>', new Date())
      .orderBy([
        { column: 'lastUsedAt', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
  }

  static newSecret() {
    return randomBytes(32).toString('base64url')
  }

  /**
   * Ends the sessions of a user, but for one that may stay.
   *
   * @returns the ids of those that ended, for the event that tells so after the commit
   */
  static async revokeAll(userId: number, client: TransactionClientContract, except?: number) {
    const rows: { id: number }[] = await client
      .from('sessions')
      .where('user_id', userId)
      .if(except !== undefined, (query) => query.whereNot('id', except!))
      .delete()
      .returning('id')
    return rows.map(({ id }) => id)
  }

  get isExpired() {
    return this.expiresAt <= DateTime.now()
  }

  /** Whether a token of the last generation is still answered with the present one. */
  get inGrace() {
    return this.rotatedAt > DateTime.now().minus({ seconds: Session.grace })
  }

  /** Moves on to the next refresh token. */
  rotate(lifetime: number) {
    const now = DateTime.now()
    this.generation += 1
    this.rotatedAt = now
    this.lastUsedAt = now
    this.expiresAt = now.plus({ seconds: lifetime })
    return this.save()
  }
}
