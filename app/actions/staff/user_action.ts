import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import StaffAction from '#actions/staff/staff_action'
import AccountChanged from '#events/account_changed'
import SessionsEnded from '#events/sessions_ended'
import PersonalToken from '#models/personal_token'
import Session from '#models/session'
import User from '#models/user'
import type { Facts } from '#domain/moderation'

const timeOf = (time: DateTime | null) => time?.toJSDate().toISOString() ?? null

export default abstract class UserAction extends StaffAction<User> {
  override readonly targetType = 'user'

  #endedSessions: number[] = []

  protected override find(id: number, client: TransactionClientContract) {
    return User.withRole(client).where('id', id).forNoKeyUpdate().first()
  }

  override findMany(ids: number[], client: TransactionClientContract) {
    return User.withRole(client).whereIn('id', ids).orderBy('id').forNoKeyUpdate()
  }

  override async subjectsOf(users: User[]) {
    return new Map(users.map((user) => [user.id, user]))
  }

  protected override async subjectOf(user: User) {
    return user
  }

  protected override factsOf(user: User): Facts {
    return {
      role: user.role,
      os_user: user.osUser,
      silenced: user.isSilenced,
      silenced_until: user.isSilenced ? timeOf(user.silencedUntil) : null,
      suspended: user.isSuspended,
      suspended_until: user.isSuspended ? timeOf(user.suspendedUntil) : null,
    }
  }

  /** Ends the sessions and the personal tokens of a user. @returns their numbers, for the audit entry */
  protected async endAccess(user: User, client: TransactionClientContract) {
    this.#endedSessions = await Session.revokeAll(user.id, client)
    const tokens = await PersonalToken.revokeAll(user.id, client)
    return {
      sessions_ended: this.#endedSessions.length,
      ...(tokens > 0 && { tokens_revoked: tokens }),
    }
  }

  override async publish({ id }: User) {
    await AccountChanged.dispatch(id)
    if (this.#endedSessions.length > 0) await SessionsEnded.dispatch(this.#endedSessions)
  }
}
