import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import NotFoundException from '#exceptions/not_found_exception'
import PersonalToken from '#models/personal_token'
import SecurityEvent from '#models/security_event'
import type { Source } from '#domain/security_event'

interface RevokeTokenInput {
  id: number
  userId: number
  source: Source
}

/** @throws NotFoundException if the user has no such token */
export default class RevokeToken {
  async handle({ id, userId, source }: RevokeTokenInput): Promise<void> {
    await db.transaction(async (client) => {
      const token = await PersonalToken.revoke({ id, userId }, client)
      if (!token) throw new NotFoundException('token')
      await SecurityEvent.record('token_revoked', { userId, source }, client)
    })
    await AccountChanged.dispatch(userId)
  }
}
