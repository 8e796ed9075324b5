import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionParams } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import type User from '#models/user'

/** Makes a user a member, a moderator or an admin. */
export default class SetUserRole extends UserAction {
  override readonly name = 'user.set_role'
  override readonly description = 'Make a user a member, a moderator or an admin'
  override readonly role = 'admin'
  override readonly takes = ['role'] as const
  override readonly settlesReports = false

  protected override async change(
    user: User,
    { role }: ActionParams,
    client: TransactionClientContract
  ) {
    await user.setRole(role!)
    if (role !== 'member') return
    // Nobody else is shown what somebody takes care of.
    const freed = await client
      .from('reports')
      .where({ assignee_id: user.id, status: 'open' })
      .update({ assignee_id: null })
      .returning('id')
    return freed.length > 0 ? { reports_unassigned: freed.length } : undefined
  }
}
