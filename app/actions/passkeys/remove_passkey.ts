import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import NotFoundException from '#exceptions/not_found_exception'
import { queueMails } from '#mail/outbox'
import Passkey from '#models/passkey'
import { endWithLastFactor } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface RemovePasskeyInput extends SessionOfUser {
  id: number
  source: Source
}

/**
 * The recovery codes go with the last factor.
 * @throws NotFoundException, InvalidTokenException if the session ended meanwhile
 */
export default class RemovePasskey {
  async handle({ id, userId, sessionId, source }: RemovePasskeyInput): Promise<void> {
    await db.transaction(async (client) => {
      // First of all, so that two last factors can't leave the codes behind.
      await lockUserOfSession({ userId, sessionId }, client)
      const passkey = await Passkey.query({ client }).where({ id, userId }).forUpdate().first()
      if (!passkey) throw new NotFoundException('passkey')
      await passkey.delete()
      await endWithLastFactor(userId, client)
      const event = await SecurityEvent.record('passkey_removed', { userId, source }, client)
      await queueMails([{ kind: 'second_factor', id: event.id }], client)
    })
    await AccountChanged.dispatch(userId)
  }
}
