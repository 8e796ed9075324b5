import { Bouncer } from '@adonisjs/bouncer'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionInput } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import type User from '#models/user'
import RolePolicy from '#policies/role_policy'
import { lockedRole } from '#queries/roles/find_role'

export default class SetUserRole extends UserAction {
  override readonly name = 'user.set_role'
  override readonly description = 'Give a user another role'
  override readonly permission = 'users.manage'
  override readonly takes = ['role'] as const
  override readonly settlesReports = false

  protected override async change(
    user: User,
    { actor, role: name }: ActionInput,
    client: TransactionClientContract
  ) {
    const role = await lockedRole(name!, '/role', client)
    await new Bouncer(actor).with(RolePolicy).authorize('assign', role)
    await user.setRole(role)
    if (role.grants.has('reports.handle')) return
    // A user without the permission must not stay an assignee.
    const freed = await client
      .from('reports')
      .where({ assignee_id: user.id, status: 'open' })
      .update({ assignee_id: null })
      .returning('id')
    return freed.length > 0 ? { reports_unassigned: freed.length } : undefined
  }
}
