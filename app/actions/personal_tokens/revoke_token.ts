import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import NotFoundException from '#exceptions/not_found_exception'
import PersonalToken from '#models/personal_token'
import SecurityEvent from '#models/security_event'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface RevokeTokenInput extends SessionOfUser {
  id: number
  source: Source
}

/** @throws NotFoundException if the user has no such token, InvalidTokenException if the session ended meanwhile */
export default class RevokeToken {
  async handle({ id, userId, sessionId, source }: RevokeTokenInput): Promise<void> {
    await db.transaction(async (client) => {
      await lockUserOfSession({ userId, sessionId }, client)
      const token = await PersonalToken.revoke({ id, userId }, client)
      if (!token) throw new NotFoundException('token')
      await SecurityEvent.record('token_revoked', { userId, source }, client)
    })
    await AccountChanged.dispatch(userId)
  }
}
