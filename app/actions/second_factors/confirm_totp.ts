import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import AccountChanged from '#events/account_changed'
import ConflictException from '#exceptions/conflict_exception'
import WrongCodeException from '#exceptions/wrong_code_exception'
import { queueMails } from '#mail/outbox'
import RecoveryCode from '#models/recovery_code'
import SecurityEvent from '#models/security_event'
import TotpSecret from '#models/totp_secret'
import { lockUserOfSession, type SessionOfUser } from '#queries/users/lock_user_of_session'
import type { Source } from '#domain/security_event'

interface ConfirmTotpInput extends SessionOfUser {
  code: string
  source: Source
}

/**
 * Turns the second factor on, by a code of the new secret.
 * @returns the recovery codes, which are stored as digests alone
 * @throws ConflictException if no secret waits for a code, WrongCodeException, InvalidTokenException if the session
 * ended meanwhile
 */
export default class ConfirmTotp {
  async handle({ userId, sessionId, code, source }: ConfirmTotpInput): Promise<string[]> {
    const codes = await db.transaction(async (client) => {
      // A sign-in locks the user too: it sees the factor, or is over before.
      const { session } = await lockUserOfSession({ userId, sessionId }, client)
      const totp = await TotpSecret.of(userId, client)
      if (!totp || totp.confirmedAt) {
        throw new ConflictException('No secret waits for a code: ask for one with POST.')
      }
      if (!(await totp.use(code))) throw new WrongCodeException('/code')
      await totp.merge({ confirmedAt: DateTime.now() }).save()
      await session?.merge({ amr: ['pwd', 'otp', 'mfa'] }).save()
      const event = await SecurityEvent.record('totp_enabled', { userId, source }, client)
      await queueMails([{ kind: 'second_factor', id: event.id }], client)
      return RecoveryCode.renew(userId, client)
    })
    await AccountChanged.dispatch(userId)
    return codes
  }
}
