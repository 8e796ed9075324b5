import UserAction from '#actions/staff/user_action'

/** Sends the user the reason, and changes nothing else. */
export default class WarnUser extends UserAction {
  override readonly name = 'user.warn'
  override readonly description = 'Tell a user what was wrong'
  override readonly permission = 'users.sanction'

  protected override async change() {
    return { warned: true }
  }
}
