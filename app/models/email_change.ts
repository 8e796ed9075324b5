import { belongsTo } from '@adonisjs/lucid/orm'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { DateTime } from 'luxon'
import { EmailChangeSchema } from '#database/schema'
import User from '#models/user'
import { openDays, undoDays } from '#domain/email_change'
import { digestOfLink, linkToken } from '#security/link_token'

/** The column with the digest of a link: to the new address, or to the former one. */
type Link = 'digest' | 'undoDigest'

const purposes = { digest: 'change e-mail', undoDigest: 'undo e-mail change' } as const

/** A change of an e-mail: waiting for the new address, or made. */
export default class EmailChange extends EmailChangeSchema {
  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  get isOpen(): boolean {
    const isWaiting = this.confirmedAt === null && this.withdrawnAt === null
    return isWaiting && isWithin(this.createdAt, openDays)
  }

  get isUndoable(): boolean {
    return this.undoable && this.isRecent
  }

  get isRecent(): boolean {
    return isWithin(this.confirmedAt ?? this.createdAt, undoDays)
  }

  /** @returns the token of the link */
  async open(link: Link): Promise<string> {
    const token = linkToken(purposes[link], this)
    this[link] = digestOfLink(token)
    await this.save()
    return token
  }

  /** Also locks its user. Null for an unknown token. */
  static async lockedBy(
    link: Link,
    token: string,
    client: TransactionClientContract
  ): Promise<{ change: EmailChange; user: User } | null> {
    const digest = digestOfLink(token)
    const found = await this.query({ client }).where(link, digest).first()
    if (!found) return null
    const user = await User.query({ client }).where('id', found.userId).forNoKeyUpdate().first()
    const change = await this.query({ client }).where(link, digest).first()
    return user && change ? { change, user } : null
  }

  /** The change that waits for the new address of a user; null if none does. */
  static async waitingOf(userId: number, client: QueryClientContract): Promise<EmailChange | null> {
    const newest = await this.query({ client }).where({ userId }).orderBy('id', 'desc').first()
    return newest?.isOpen ? newest : null
  }

  /** The notice to the present address keeps its link: a thief may have asked for the change. */
  async withdraw(): Promise<void> {
    this.withdrawnAt = DateTime.now()
    await this.save()
  }

  static async discardOpen(userId: number, client: QueryClientContract): Promise<void> {
    await this.query({ client }).where({ userId }).whereNull('confirmedAt').delete()
  }

  /** With all later changes: they may be a thief's. */
  async discardFromHere(client: QueryClientContract): Promise<void> {
    const { userId, id } = this
    await EmailChange.query({ client }).where({ userId }).where('id', '>=', id).delete()
  }

  static async discardAll(userId: number, client: QueryClientContract): Promise<void> {
    await this.query({ client }).where({ userId }).delete()
  }

  /** The user who can still undo the change from an e-mail; null if none can. */
  static async reserverOf(email: string): Promise<User | null> {
    const change = await this.query()
      .whereRaw(reserves('email_changes', '?'), [email])
      .preload('user')
      .first()
    return change?.user ?? null
  }
}

/** SQL: whether a row keeps its former e-mail from other accounts. */
export const reserves = (changes: string, email: string) =>
  `(lower(${changes}.old_email) = lower(${email}) and ${changes}.undoable
    and ${changes}.confirmed_at > now() - interval '${undoDays} days')`

const isWithin = (time: DateTime, days: number) => time > DateTime.now().minus({ days })
