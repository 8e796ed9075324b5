import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import Invite from '#models/invite'
import PersonalToken from '#models/personal_token'
import type Role from '#models/role'
import type User from '#models/user'
import type { Facts } from '#domain/moderation'

/**
 * Gives a role. A user who loses a permission also loses all personal tokens and invites.
 * @param user locked, with the role @returns effects beside the role, for the audit entry
 */
export async function giveRole(
  user: User,
  role: Role,
  client: TransactionClientContract
): Promise<Facts | undefined> {
  const isDemoted = [...user.permissions].some((permission) => !role.grants.has(permission))
  const revoked = isDemoted ? await PersonalToken.revokeAll(user.id, client) : 0
  if (isDemoted) await Invite.revokeAll(user.id, client)
  await user.setRole(role)
  const freed = role.grants.has('reports.handle') ? 0 : await unassign(user, client)
  if (revoked === 0 && freed === 0) return undefined
  return {
    ...(revoked > 0 && { tokens_revoked: revoked }),
    ...(freed > 0 && { reports_unassigned: freed }),
  }
}

async function unassign(user: User, client: TransactionClientContract) {
  // A user without the permission must not stay an assignee.
  const freed = await client
    .from('reports')
    .where({ assignee_id: user.id, status: 'open' })
    .update({ assignee_id: null })
    .returning('id')
  return freed.length
}
