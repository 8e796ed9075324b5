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

  /** Seconds in which a used refresh token is still answered, for lost answers and parallel tabs. */
  static readonly grace = 10

  /** How many used refresh tokens may have their grace at the same time. */
  static readonly maxInGrace = 100

  /** When the refresh tokens before the present one were used, oldest first. */
  declare rotations: Date[]

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  static newSecret() {
    return randomBytes(32).toString('base64url')
  }

  /**
   * Ends the sessions of a user.
   *
   * @returns the ids of those that ended, for the event that tells so after the commit
   */
  static async revokeAll(userId: number, client: TransactionClientContract) {
    const rows: { id: number }[] = await client
      .from('sessions')
      .where('user_id', userId)
      .delete()
      .returning('id')
    return rows.map(({ id }) => id)
  }

  /** Opens a session in place of this one, for whose tokens no older token is good. */
  renew(lifetime: number, client: TransactionClientContract) {
    const { userId, userAgent, address, createdAt } = this
    const expiresAt = DateTime.now().plus({ seconds: lifetime })
    const secret = Session.newSecret()
    return Session.create(
      { userId, userAgent, address, createdAt, secret, generation: 1, expiresAt },
      { client }
    )
  }

  get isExpired() {
    return this.expiresAt <= DateTime.now()
  }

  /** Whether the used token of an older generation is still answered with the present one. */
  isInGrace(generation: number) {
    const age = this.generation - generation
    const usedAt = age > 0 ? this.rotations.at(-age) : undefined
    return usedAt !== undefined && isRecent(usedAt)
  }

  /** Moves on to the next refresh token. */
  rotate(lifetime: number) {
    const now = DateTime.now()
    this.rotations = [...this.rotations.filter(isRecent), now.toJSDate()].slice(-Session.maxInGrace)
    this.generation += 1
    this.rotatedAt = now
    this.lastUsedAt = now
    this.expiresAt = now.plus({ seconds: lifetime })
    return this.save()
  }
}

const isRecent = (time: Date) => time.getTime() > Date.now() - Session.grace * 1000
