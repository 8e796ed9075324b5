import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import EmailChange from '#models/email_change'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import type { Source } from '#domain/security_event'

interface WithdrawEmailChangeInput {
  userId: number
  source: Source
}

/** Ends the change of an e-mail that waits for the new address. @throws NotFoundException if none waits */
export default class WithdrawEmailChange {
  handle({ userId, source }: WithdrawEmailChangeInput): Promise<void> {
    return db.transaction(async (client) => {
      // A confirmation of the change locks the row too.
      await User.query({ client }).where('id', userId).forNoKeyUpdate().first()
      const change = await EmailChange.waitingOf(userId, client)
      if (!change) throw new NotFoundException('change')
      await change.withdraw()
      await SecurityEvent.record('email_change_withdrawn', { userId, source }, client)
    })
  }
}
