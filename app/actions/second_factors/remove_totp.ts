import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import NotFoundException from '#exceptions/not_found_exception'
import { queueMails } from '#mail/outbox'
import { endWithLastFactor } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import TotpSecret from '#models/totp_secret'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface RemoveTotpInput extends SessionOfUser {
  source: Source
}

/**
 * Turns an authenticator app off. The recovery codes go with the last factor.
 * @throws NotFoundException, InvalidTokenException if the session ended meanwhile
 */
export default class RemoveTotp {
  async handle({ userId, sessionId, source }: RemoveTotpInput): Promise<void> {
    await db.transaction(async (client) => {
      // First of all, so that two last factors can't leave the codes behind.
      await lockUserOfSession({ userId, sessionId }, client)
      const totp = await TotpSecret.of(userId, client)
      if (!totp?.confirmedAt) throw new NotFoundException('second factor')
      await totp.delete()
      await endWithLastFactor(userId, client)
      const event = await SecurityEvent.record('totp_removed', { userId, source }, client)
      await queueMails([{ kind: 'second_factor', id: event.id }], client)
    })
    await AccountChanged.dispatch(userId)
  }
}
