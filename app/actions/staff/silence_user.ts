import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

/** A silenced user can read, but not write. */
export default class SilenceUser extends UserAction {
  override readonly name = 'user.silence'
  override readonly description = 'Let a user read, but not write'
  override readonly permission = 'users.sanction'
  override readonly inverse = 'user.unsilence'
  override readonly takes = ['until'] as const

  protected override async change(user: User, { until = null }: ActionParams) {
    await user.silence(until)
  }
}
