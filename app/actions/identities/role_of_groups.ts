import logger from '@adonisjs/core/services/logger'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { giveRole } from '#actions/staff/give_role'
import AccountChanged from '#events/account_changed'
import AuditEntry from '#models/audit_entry'
import Role from '#models/role'
import User from '#models/user'
import { afterCommit } from '#db/after_commit'
import { roleBy, type Issuer } from '#domain/oidc'
import { SIGN_UP_ROLE, TOP_RANK } from '#domain/permissions'

interface Member {
  userId: number
  groups: readonly string[]
}

/** Locks a user. Groups may change the role, so all admins come first, in the order of changes of several users. */
export async function lockMember(
  issuer: Issuer,
  userId: number,
  client: TransactionClientContract
): Promise<void> {
  if (issuer.roles.length > 0) await User.lockAdmins(client)
  await User.query({ client }).where('id', userId).forNoKeyUpdate().first()
}

/**
 * Gives the role of the user's groups at an issuer. The last admin stays one. Needs {@link lockMember}.
 * @returns the write of the audit entry, which must be the last statement of the transaction
 */
export async function giveRoleOfGroups(
  issuer: Issuer,
  { userId, groups }: Member,
  client: TransactionClientContract
): Promise<() => Promise<void>> {
  const nothing = async () => {}
  if (issuer.roles.length === 0) return nothing
  const user = await User.withRole(client).where('id', userId).firstOrFail()
  const name = roleBy(issuer, groups, user.role, SIGN_UP_ROLE)
  if (name === null) return nothing
  const role = await Role.query({ client }).where({ name }).forShare().first()
  if (!role || (role.rank < TOP_RANK && (await User.isLastAdmin(userId, client)))) {
    const why = role ? 'the user is the last admin' : 'there is no such role'
    logger.warn({ issuer: issuer.name, role: name, user: userId }, `a group gives no role: ${why}`)
    return nothing
  }

  const before = { role: user.role }
  const effects = await giveRole(user, role, client)
  await afterCommit(client, () => AccountChanged.dispatch(userId))
  return async () => {
    const target = { targetType: 'user', targetId: userId, subjectId: userId } as const
    const reason = `Groups at ${issuer.title}`
    const after = { role: role.name, ...effects }
    await AuditEntry.record(
      { action: 'user.set_role', ...target, reason, before, after },
      oidc,
      client
    )
  }
}

const oidc = {
  actorId: null,
  transport: 'oidc',
  osUser: null,
  host: null,
  requestId: null,
} as const
