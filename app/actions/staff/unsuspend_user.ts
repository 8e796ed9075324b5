import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

export default class UnsuspendUser extends UserAction {
  override readonly name = 'user.unsuspend'
  override readonly description = 'Let a suspended user sign in again'
  override readonly permission = 'users.sanction'
  override readonly inverse = 'user.suspend'
  override readonly settlesReports = false

  protected override async change(user: User) {
    await user.unsuspend()
  }
}
