import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

export default class UnsilenceUser extends UserAction {
  override readonly name = 'user.unsilence'
  override readonly description = 'Let a silenced user write again'
  override readonly permission = 'users.sanction'
  override readonly inverse = 'user.silence'
  override readonly settlesReports = false

  protected override async change(user: User) {
    await user.unsilence()
  }
}
