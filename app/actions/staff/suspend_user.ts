import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import Invite from '#models/invite'
import type User from '#models/user'

/** Also ends all sessions, personal tokens and invites at once. */
export default class SuspendUser extends UserAction {
  override readonly name = 'user.suspend'
  override readonly description = 'Bar a user from signing in'
  override readonly permission = 'users.sanction'
  override readonly inverse = 'user.unsuspend'
  override readonly takes = ['until'] as const

  protected override async change(
    user: User,
    { until = null }: ActionParams,
    client: TransactionClientContract
  ) {
    await user.suspend(until)
    await Invite.revokeAll(user.id, client)
    await this.endAccess(user, client)
  }
}
