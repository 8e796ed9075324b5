import type { Particulars } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

/** Makes a user a member, a moderator or an admin. */
export default class SetUserRole extends UserAction {
  override readonly name = 'user.set_role'
  override readonly description = 'Make a user a member, a moderator or an admin'
  override readonly role = 'admin'
  override readonly takes = ['role'] as const
  override readonly settlesReports = false

  protected override async change(user: User, { role }: Particulars) {
    await user.setRole(role!)
  }
}
