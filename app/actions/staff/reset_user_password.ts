import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

/** Sets a new password and ends all sessions. */
export default class ResetUserPassword extends UserAction {
  override readonly name = 'user.reset_password'
  override readonly description = 'Set another password, and end all sessions'
  override readonly permission = 'users.manage'
  override readonly givesAccess = true
  override readonly takes = ['password'] as const
  override readonly settlesReports = false

  protected override async change(
    user: User,
    { password }: ActionParams,
    client: TransactionClientContract
  ) {
    await user.merge({ password: password! }).save()
    return { sessions_ended: await this.endSessions(user, client) }
  }
}
