import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import UserAction from '#actions/staff/user_action'
import type { ActionParams } from '#actions/staff/staff_action'
import type User from '#models/user'

export default class EndUserSessions extends UserAction {
  override readonly name = 'user.end_sessions'
  override readonly description = 'Sign a user out everywhere, and revoke all personal tokens'
  override readonly permission = 'users.sanction'
  override readonly settlesReports = false

  protected override async change(user: User, _: ActionParams, client: TransactionClientContract) {
    const ended = await this.endAccess(user, client)
    const isAny = Object.values(ended).some((count) => count > 0)
    return isAny ? ended : undefined
  }
}
