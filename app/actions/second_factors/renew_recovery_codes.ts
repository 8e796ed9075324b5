import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import RecoveryCode from '#models/recovery_code'
import { isSecondFactorOn } from '#models/second_factor'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import type { Source } from '#domain/security_event'

interface RenewRecoveryCodesInput {
  userId: number
  source: Source
}

/** @returns the new codes @throws ConflictException if no second factor is on */
export default class RenewRecoveryCodes {
  handle({ userId, source }: RenewRecoveryCodesInput): Promise<string[]> {
    return db.transaction(async (client) => {
      await User.query({ client }).where('id', userId).forUpdate().first()
      if (!(await isSecondFactorOn(userId, client))) {
        throw new ConflictException('No second factor is on.')
      }
      await SecurityEvent.record('recovery_codes_renewed', { userId, source }, client)
      return RecoveryCode.renew(userId, client)
    })
  }
}
