import { withAuthFinder } from '@adonisjs/auth/mixins/lucid'
import { compose } from '@adonisjs/core/helpers'
import hash from '@adonisjs/core/services/hash'
import db from '@adonisjs/lucid/services/db'
import { beforeCreate, beforeFetch, beforeFind, beforeSave, hasMany } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'
import type { HasMany } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { UserSchema } from '#database/schema'
import { dateOnce } from '#models/date_once'
import BarredEmail from '#models/barred_email'
import BarredIdentity from '#models/barred_identity'
import Comment from '#models/comment'
import DataExport from '#models/data_export'
import EmailChange from '#models/email_change'
import EmailConfirmation from '#models/email_confirmation'
import FreedUsername from '#models/freed_username'
import Identity from '#models/identity'
import IdempotencyKey from '#models/idempotency_key'
import Invite from '#models/invite'
import PasswordReset from '#models/password_reset'
import Post from '#models/post'
import Session from '#models/session'
import { grantsOfRole } from '#models/grants'
import type Role from '#models/role'
import { removeAllFactors } from '#models/second_factor'
import { withSanctions } from '#models/with_sanctions'
import { SIGN_UP_ROLE, TOP_RANK, type Permission } from '#domain/permissions'
import { isStaff } from '#domain/roles'
import { fold } from '#domain/search/fold'

interface ReferenceOptions {
  client?: QueryClientContract
  withRole?: boolean
  isKept?: boolean
}

interface HashedAccount {
  email: string
  username: string
  /** A hash. */
  password: string
  displayName: string | null
  language: string | null
  acceptedTerms: string | null
  acceptedTermsAt: DateTime | null
  /** The default is that of all new accounts. */
  role?: string
  /** False: the password is random, and no user knows it. */
  hasPassword?: boolean
}

export default class User extends compose(
  UserSchema,
  withAuthFinder(() => hash.use()),
  withSanctions
) {
  /** Only an erased account has no name, and no query of this model finds it. */
  declare username: string

  /** A {@link bot} has neither. */
  declare email: string
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

  @beforeSave()
  static foldName(user: User) {
    if (!('displayName' in user.$dirty)) return
    user.foldedDisplayName = user.displayName ? fold(user.displayName) : null
  }

  @beforeSave()
  static notePassword(user: User) {
    if ('password' in user.$dirty) user.hasPassword = true
  }

  @beforeFind()
  @beforeFetch()
  static leaveErased(query: ModelQueryBuilderContract<typeof User>) {
    query.whereNull('users.erased_at')
  }

  /** By id, `@username` or e-mail. @param isKept whether no one may change the user until the transaction ends */
  static withReference(reference: string, { client, withRole, isKept }: ReferenceOptions = {}) {
    const query = withRole ? this.withRole(client) : this.query({ client })
    if (isKept) query.forShare()
    if (/^\d{1,16}$/.test(reference)) return query.where('id', Number(reference)).first()
    const [column, value] = reference.startsWith('@')
      ? ['username', reference.slice(1)]
      : ['email', reference]
    return query.whereRaw(`lower(${column}) = lower(?)`, [value]).first()
  }

  /** Makes an account with a hashed password. */
  static async createHashed(
    { displayName, role, ...account }: HashedAccount,
    client: TransactionClientContract
  ): Promise<User> {
    const row = {
      email: account.email,
      username: account.username,
      password: account.password,
      language: account.language,
      accepted_terms: account.acceptedTerms,
      accepted_terms_at: account.acceptedTermsAt?.toJSDate() ?? null,
      ...(role !== undefined && { role }),
      has_password: account.hasPassword ?? true,
      display_name: displayName,
      folded_display_name: displayName ? fold(displayName) : null,
    }
    const [{ id }] = await client.table('users').insert(row).returning('id')
    return this.findOrFail(id, { client })
  }

  /** Loads what `rank` and `permissions` need. */
  static withRole(client?: QueryClientContract) {
    return this.query({ client }).select('users.*', db.raw(roleColumn))
  }

  static ofTopRank(client?: QueryClientContract) {
    return this.query({ client }).whereIn('role', (roles) =>
      roles.from('roles').select('name').where('rank', TOP_RANK)
    )
  }

  /** Until the transaction ends. Comes before a lock on a single user. */
  static lockAdmins(client: TransactionClientContract) {
    return this.ofTopRank(client).select('id').orderBy('id').forNoKeyUpdate()
  }

  /** Locks all admins, too. */
  static async isLastAdmin(id: number, client: TransactionClientContract) {
    const admins = await this.lockAdmins(client)
    return admins.length === 1 && admins[0].id === id
  }

  /** Needs {@link withRole}. */
  get rank(): number {
    return this.#granted.rank
  }

  get permissions(): ReadonlySet<Permission> {
    return grantsOfRole(this.role, this.#granted.permissions)
  }

  get #granted(): { rank: number; permissions: string[] } {
    const { granted } = this.$extras
    if (!granted) throw new Error('Read the user with User.withRole() to know the role')
    return granted
  }

  get mayModerate() {
    return this.permissions.has('reports.handle') && !this.isSilenced && !this.isSuspended
  }

  /** Only staff may be linked to an operating-system user. */
  setRole(role: Pick<Role, 'name' | 'grants'>) {
    this.role = role.name
    if (!isStaff({ permissions: role.grants })) this.osUser = null
    return this.save()
  }

  /** Needs a transaction. Removes personal data and sessions; a job removes content and votes. */
  async erase() {
    await this.#bar(this.endsOfSanctions)
    await FreedUsername.free(this.username, null, this.$trx!)
    const account: UserSchema = this
    account.merge({ email: null, username: null, password: null, displayName: null, bio: null })
    account.merge({ avatarId: null, headerId: null })
    account.merge({ role: SIGN_UP_ROLE, osUser: null, postsCount: 0, commentsCount: 0 })
    account.erasedAt = DateTime.now()
    await account.save()
    await DataExport.discardAll(this.id, this.$trx!)
    await EmailChange.discardAll(this.id, this.$trx!)
    await EmailConfirmation.discardAll(this.id, this.$trx!)
    await PasswordReset.discardAll(this.id, this.$trx!)
    await Invite.revokeAll(this.id, this.$trx!)
    await removeAllFactors(this.id, this.$trx!)
    await Identity.deleteAll(this.id, this.$trx!)
    await IdempotencyKey.clearAnswers([`user:${this.id}`], this.$trx!, answersClearedAtOnce)
  }

  async #bar(ends: (DateTime | null)[]) {
    if (!this.bot) await BarredEmail.bar(this.email, ends, this.$trx!)
    for (const { issuerUrl: issuer, subject } of await Identity.of(this.id, this.$trx!)) {
      await BarredIdentity.bar({ issuer, subject }, ends, this.$trx!)
    }
  }
}

const roleColumn = `(select jsonb_build_object('rank', rank, 'permissions', permissions)
  from roles where roles.name = users.role) as granted`

const answersClearedAtOnce = 500
