import { Bouncer } from '@adonisjs/bouncer'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { ActionInput } from '#actions/staff/staff_action'
import UserAction from '#actions/staff/user_action'
import Invite from '#models/invite'
import PersonalToken from '#models/personal_token'
import type User from '#models/user'
import RolePolicy from '#policies/role_policy'
import { lockedRole } from '#queries/roles/find_role'

/** A user who loses a permission loses all personal tokens and invites too. */
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
    await new Bouncer(actor).with(RolePolicy).authorize('assign', role, user)
    const isDemoted = [...user.permissions].some((permission) => !role.grants.has(permission))
    const revoked = isDemoted ? await PersonalToken.revokeAll(user.id, client) : 0
    if (isDemoted) await Invite.revokeAll(user.id, client)
    await user.setRole(role)
    const freed = role.grants.has('reports.handle') ? 0 : await this.#unassign(user, client)
    return this.#effects(revoked, freed)
  }

  /** @returns the number of reports */
  async #unassign(user: User, client: TransactionClientContract) {
    // A user without the permission must not stay an assignee.
    const freed = await client
      .from('reports')
      .where({ assignee_id: user.id, status: 'open' })
      .update({ assignee_id: null })
      .returning('id')
    return freed.length
  }

  #effects(revoked: number, freed: number) {
    if (revoked === 0 && freed === 0) return undefined
    return {
      ...(revoked > 0 && { tokens_revoked: revoked }),
      ...(freed > 0 && { reports_unassigned: freed }),
    }
  }
}
