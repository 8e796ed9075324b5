import { randomBytes } from 'node:crypto'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { SessionSchema } from '#database/schema'
import User from '#models/user'
import type { AuthenticationMethod } from '#domain/second_factor'

/** The parts of its tokens. */
export interface SessionParts extends Pick<Session, 'id' | 'userId' | 'generation' | 'secret'> {
  methods: AuthenticationMethod[]
  authenticatedAt: Date
}

/** One sign-in of a user, and the family of its refresh tokens. */
export default class Session extends SessionSchema {
  /** Beyond it, the least recently used session ends. */
  static readonly maxPerUser = 50

  /** Days after the sign-in in which it ends, however often it is refreshed. */
  static readonly maxDays = 365

  /** Seconds in which a used refresh token still works, for lost answers and parallel tabs. */
  static readonly grace = 10

  /** The most used refresh tokens in their grace at the same time. */
  static readonly maxInGrace = 100

  /** The times at which older refresh tokens were used, oldest first. */
  declare rotations: Date[]

  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  static newSecret() {
    return randomBytes(32).toString('base64url')
  }

  /** @returns the ids of the ended sessions, for the event after the commit */
  static async revokeAll(userId: number, client: TransactionClientContract) {
    const rows: { id: number }[] = await client
      .from('sessions')
      .where('user_id', userId)
      .delete()
      .returning('id')
    return rows.map(({ id }) => id)
  }

  renew(lifetime: number, client: TransactionClientContract) {
    const { userId, userAgent, address, createdAt, amr } = this
    // The password alone does not prove a second factor again.
    const authenticatedAt = amr.includes('mfa') ? this.authenticatedAt : DateTime.now()
    const expiresAt = this.#endAfter(lifetime)
    const secret = Session.newSecret()
    return Session.create(
      {
        userId,
        userAgent,
        address,
        createdAt,
        amr,
        authenticatedAt,
        secret,
        generation: 1,
        expiresAt,
      },
      { client }
    )
  }

  get parts(): SessionParts {
    const { id, userId, generation, secret, amr: methods } = this
    const authenticatedAt = (this.authenticatedAt ?? this.createdAt).toJSDate()
    return { id, userId, generation, secret, methods, authenticatedAt }
  }

  get isExpired() {
    return this.expiresAt <= DateTime.now()
  }

  isInGrace(generation: number) {
    const age = this.generation - generation
    const usedAt = age > 0 ? this.rotations.at(-age) : undefined
    return usedAt !== undefined && isRecent(usedAt)
  }

  rotate(lifetime: number) {
    const now = DateTime.now()
    this.rotations = [...this.rotations.filter(isRecent), now.toJSDate()].slice(-Session.maxInGrace)
    this.generation += 1
    this.rotatedAt = now
    this.lastUsedAt = now
    this.expiresAt = this.#endAfter(lifetime)
    return this.save()
  }

  /** @param lifetime seconds without a refresh */
  #endAfter(lifetime: number) {
    const last = this.createdAt.plus({ days: Session.maxDays })
    return DateTime.min(DateTime.now().plus({ seconds: lifetime }), last)
  }
}

const isRecent = (time: Date) => time.getTime() > Date.now() - Session.grace * 1000
