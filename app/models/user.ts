import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import { beforeCreate, beforeSave, hasMany } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { UserSchema } from '#database/schema'
import { dateOnce } from '#models/date_once'
import BarredEmail from '#models/barred_email'
import Comment from '#models/comment'
import FreedUsername from '#models/freed_username'
import IdempotencyKey from '#models/idempotency_key'
import Post from '#models/post'
import Session from '#models/session'
import { isStaff, type Role } from '#support/roles'
import { fold } from '#support/search/fold'

export default class User extends compose(
  UserSchema,
  withAuthFinder(() => hash.use())
) {
  @hasMany(() => Post)
  declare posts: HasMany<typeof Post>

  @hasMany(() => Comment)
  declare comments: HasMany<typeof Comment>

  @hasMany(() => Session)
  declare sessions: HasMany<typeof Session>

  @beforeCreate()
  static date(user: User) {
    dateOnce(user)
  }

  /** People are found by the name that they show now. */
  @beforeSave()
  static foldName(user: User) {
    if (!('displayName' in user.$dirty)) return
    user.foldedDisplayName = user.displayName ? fold(user.displayName) : null
  }

  /** As users are named where people type: by id, `@username` or e-mail. */
  static withReference(reference: string, client?: QueryClientContract) {
    const query = this.query({ client })
    if (/^\d{1,15}$/.test(reference)) return query.where('id', Number(reference)).first()
    const [column, value] = reference.startsWith('@')
      ? ['username', reference.slice(1)]
      : ['email', reference]
    return query.whereRaw(`lower(${column}) = lower(?)`, [value]).first()
  }

  /** Locks all admins until the transaction ends. @returns whether this is the only one */
  static async isLastAdmin(id: number, client: TransactionClientContract) {
    const admins = await this.query({ client })
      .select('id')
      .where('role', 'admin')
      .orderBy('id')
      .forUpdate()
    return admins.length === 1 && admins[0].id === id
  }

  get isSilenced() {
    return holds(this.silencedAt, this.silencedUntil)
  }

  get isSuspended() {
    return holds(this.suspendedAt, this.suspendedUntil)
  }

  /** Whether reports can be theirs to handle. */
  get mayModerate() {
    return isStaff(this) && !this.isSilenced && !this.isSuspended
  }

  /** When each sanction that holds will end; null is never. */
  get #endsOfSanctions() {
    return [
      ...(this.isSilenced ? [this.silencedUntil] : []),
      ...(this.isSuspended ? [this.suspendedUntil] : []),
    ]
  }

  /** @param until for good, without one */
  silence(until: DateTime | null) {
    this.silencedAt = DateTime.now()
    this.silencedUntil = until
    return this.save()
  }

  unsilence() {
    this.silencedAt = null
    this.silencedUntil = null
    return this.save()
  }

  /** @param until for good, without one */
  suspend(until: DateTime | null) {
    this.suspendedAt = DateTime.now()
    this.suspendedUntil = until
    return this.save()
  }

  unsuspend() {
    this.suspendedAt = null
    this.suspendedUntil = null
    return this.save()
  }

  /** Only staff act from the terminal of the machine. */
  setRole(role: Role) {
    this.role = role
    if (role === 'member') this.osUser = null
    return this.save()
  }

  /**
   * Erases the account within a transaction: the row and all that is personal go, with its sessions,
   * votes and drafts; its posts and comments stay without an author (`on delete set null`).
   */
  async erase() {
    await BarredEmail.bar(this.email, this.#endsOfSanctions, this.$trx!)
    await FreedUsername.free(this.username, null, this.$trx!)
    const drafts = Post.query({ client: this.$trx }).where({ userId: this.id, published: false })
    const gone: { id: number }[] = await drafts.delete().returning('id')
    const mentions = [`user:${this.id}` as const, ...gone.map(({ id }) => `post:${id}` as const)]
    await IdempotencyKey.clearAnswers(mentions, this.$trx!)
    await this.delete()
  }

  /**
   * Locks the posts that an account wrote, voted or commented on, before the account itself: in one
   * order, so that accounts which go at the same time don't wait for each other in a ring.
   */
  static lockTouchedPosts(userId: number, client: TransactionClientContract) {
    return client.rawQuery(
      `select id from posts
       where user_id = :userId
          or id in (select post_id from votes where user_id = :userId)
          or id in (select post_id from comments where user_id = :userId)
       order by id for no key update`,
      { userId }
    )
  }
}

/** A sanction holds from its beginning until its end, or for good. */
const holds = (since: DateTime | null, until: DateTime | null) =>
  since !== null && (until === null || until > DateTime.now())
