import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import AuditEntry from '#models/audit_entry'
import type Invite from '#models/invite'
import type User from '#models/user'
import { openInvite, type InviteReference } from '#queries/invites/open_invite'

/** Counts one use, which a rollback takes back. @throws InviteException, ValidationException */
export async function useInvite(
  reference: InviteReference,
  email: string,
  client: TransactionClientContract
): Promise<Invite> {
  const invite = await openInvite(reference, { email, client, isLocked: true })
  invite.uses++
  return invite.save()
}

/** The role of an invited account, if the invite names one. */
export const roleOf = (invite: Invite | null): { role?: string } =>
  invite?.role ? { role: invite.role } : {}

/** Notes the inviter, and audits a role that the inviter gave. Must come last in the transaction. */
export async function noteInvite(
  { id, userId: inviterId, role }: Invite,
  user: User,
  client: TransactionClientContract
): Promise<void> {
  await client.table('invited_users').insert({ user_id: user.id, inviter_id: inviterId })
  if (role === null) return
  const act = { action: 'user.create', targetType: 'user', targetId: user.id } as const
  const after = { role, invite_id: id }
  const by = {
    actorId: inviterId,
    transport: 'api',
    osUser: null,
    host: null,
    requestId: null,
  } as const
  await AuditEntry.record({ ...act, subjectId: user.id, after }, by, client)
}
