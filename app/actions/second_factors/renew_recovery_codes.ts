import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import { queueMails } from '#mail/outbox'
import RecoveryCode from '#models/recovery_code'
import { isSecondFactorOn } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface RenewRecoveryCodesInput extends SessionOfUser {
  source: Source
}

/**
 * Replaces the recovery codes. @returns the new ones
 * @throws ConflictException if no second factor is on, InvalidTokenException if the session ended meanwhile
 */
export default class RenewRecoveryCodes {
  handle({ userId, sessionId, source }: RenewRecoveryCodesInput): Promise<string[]> {
    return db.transaction(async (client) => {
      await lockUserOfSession({ userId, sessionId }, client)
      if (!(await isSecondFactorOn(userId, client))) {
        throw new ConflictException('No second factor is on.')
      }
      const log = { userId, source }
      const event = await SecurityEvent.record('recovery_codes_renewed', log, client)
      await queueMails([{ kind: 'second_factor', id: event.id }], client)
      return RecoveryCode.renew(userId, client)
    })
  }
}
