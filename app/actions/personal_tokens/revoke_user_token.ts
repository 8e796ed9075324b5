import { Bouncer } from '@adonisjs/bouncer'
import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import PersonalToken from '#models/personal_token'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import StaffPolicy from '#policies/staff_policy'
import type { Origin } from '#domain/moderation'
import type { Actor } from '#domain/roles'

interface RevokeUserTokenInput {
  actor: Actor
  id: number
  userId: number
  reason?: string
  origin: Origin
}

const act = { permission: 'users.sanction', targetType: 'user', givesAccess: false } as const

/** @throws NotFoundException, E_AUTHORIZATION_FAILURE */
export default class RevokeUserToken {
  async handle({ actor, id, userId, reason, origin }: RevokeUserTokenInput): Promise<void> {
    await db.transaction(async (client) => {
      const user = await User.withRole(client).where('id', userId).forNoKeyUpdate().first()
      if (!user) throw new NotFoundException('user')
      await new Bouncer(actor).with(StaffPolicy).authorize('act', act, user)
      const token = await PersonalToken.revoke({ id, userId }, client)
      if (!token) throw new NotFoundException('token')
      await SecurityEvent.record('token_revoked', { userId, source: null }, client)
      const { name, scopes } = token
      await AuditEntry.record(
        {
          action: 'user.revoke_token',
          targetType: 'user',
          targetId: userId,
          subjectId: userId,
          reason,
          before: { token_id: id, name, scopes },
        },
        origin,
        client
      )
    })
    await AccountChanged.dispatch(userId)
  }
}
