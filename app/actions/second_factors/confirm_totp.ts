import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import AccountChanged from '#events/account_changed'
import ConflictException from '#exceptions/conflict_exception'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import WrongCodeException from '#exceptions/wrong_code_exception'
import { queueMails } from '#mail/outbox'
import RecoveryCode from '#models/recovery_code'
import SecurityEvent from '#models/security_event'
import Session from '#models/session'
import TotpSecret from '#models/totp_secret'
import User from '#models/user'
import type { Source } from '#domain/security_event'

interface ConfirmTotpInput {
  userId: number
  sessionId: number
  code: string
  source: Source
}

/**
 * Turns the second factor on. @returns the recovery codes, which are stored only as digests
 * @throws ConflictException if no secret waits for a code, WrongCodeException
 */
export default class ConfirmTotp {
  async handle({ userId, sessionId, code, source }: ConfirmTotpInput): Promise<string[]> {
    const codes = await db.transaction(async (client) => {
      // A sign-in locks the user too, so it ends before or sees the factor.
      const user = await User.query({ client }).where('id', userId).forUpdate().first()
      if (!user) throw new InvalidTokenException('The session has ended')
      const totp = await TotpSecret.of(userId, client)
      if (!totp || totp.confirmedAt) {
        throw new ConflictException('No secret waits for a code: ask for one with POST.')
      }
      if (!(await totp.use(code))) throw new WrongCodeException('/code')
      await totp.merge({ confirmedAt: DateTime.now() }).save()
      const session = await Session.query({ client }).where({ id: sessionId, userId }).first()
      await session?.merge({ amr: ['pwd', 'otp', 'mfa'] }).save()
      const event = await SecurityEvent.record('totp_enabled', { userId, source }, client)
      await queueMails([{ kind: 'second_factor', id: event.id }], client)
      return RecoveryCode.renew(userId, client)
    })
    await AccountChanged.dispatch(userId)
    return codes
  }
}
