import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import { beforeCreate, beforeFetch, beforeFind, beforeSave, hasMany } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
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
import { isStaff, type Role } from '#domain/roles'
import { fold } from '#domain/search/fold'

export default class User extends compose(
  UserSchema,
  withAuthFinder(() => hash.use())
) {
  /** An erased account alone has none, and no query of this model finds it. */
  declare email: string
  declare username: string
  declare password: string

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

  /** An erased account is there for nobody, and goes in the background. */
  @beforeFind()
  @beforeFetch()
  static leaveErased(query: ModelQueryBuilderContract<typeof User>) {
    query.whereNull('users.erased_at')
  }

  /** As users are named where people type: by id, `@username` or e-mail. */
  static withReference(reference: string, client?: QueryClientContract) {
    const query = this.query({ client })
    if (/^\d{1,16}$/.test(reference)) return query.where('id', Number(reference)).first()
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
   * Hides the account from everybody at once, within a transaction: all that names a person and all
   * sessions go. What the account wrote and voted follows in the background.
   */
  async erase() {
    await BarredEmail.bar(this.email, this.#endsOfSanctions, this.$trx!)
    await FreedUsername.free(this.username, null, this.$trx!)
    const account: UserSchema = this
    account.merge({ email: null, username: null, password: null, displayName: null, bio: null })
    account.merge({ role: 'member', osUser: null, postsCount: 0, commentsCount: 0 })
    account.erasedAt = DateTime.now()
    await account.save()
    await IdempotencyKey.clearAnswers([`user:${this.id}`], this.$trx!, answersClearedAtOnce)
  }
}

/** How many stored answers an erasure clears itself; nobody can ask for them any more. */
const answersClearedAtOnce = 500

/** A sanction holds from its beginning until its end, or for good. */
const holds = (since: DateTime | null, until: DateTime | null) =>
  since !== null && (until === null || until > DateTime.now())
