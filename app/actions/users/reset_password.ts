import db from '@adonisjs/lucid/services/db'
import { DateTime } from 'luxon'
import { requireFactor } from '#actions/second_factors/require_factor'
import AccountChanged from '#events/account_changed'
import SessionsEnded from '#events/sessions_ended'
import LinkException from '#exceptions/link_exception'
import { queueMails } from '#mail/outbox'
import EmailChange from '#models/email_change'
import PasswordReset from '#models/password_reset'
import PersonalToken from '#models/personal_token'
import SecurityEvent from '#models/security_event'
import Session from '#models/session'
import User from '#models/user'
import type { FactorProof } from '#domain/second_factor'
import type { Source } from '#domain/security_event'

interface ResetPasswordInput {
  token: string
  password: string
  proof: FactorProof
  source: Source
}

/**
 * Sets a new password by a mailed link, and ends all sessions and personal tokens. A wrong code leaves the link.
 * @throws LinkException, MissingCodeException, WrongCodeException, WrongPasskeyException
 */
export default class ResetPassword {
  async handle(input: ResetPasswordInput): Promise<void> {
    const { token, password, source } = input
    const { userId, ended } = await db.transaction(async (client) => {
      const id = await PasswordReset.userIdOf(token, client)
      const user = id && (await User.query({ client }).where({ id }).forNoKeyUpdate().first())
      if (!user || !(await PasswordReset.redeem(token, user.id, client))) throw new LinkException()
      await requireFactor(user.id, input, client)
      // The link came by mail, so it confirms the address.
      const emailConfirmedAt = user.emailConfirmedAt ?? DateTime.now()
      await user.merge({ password, emailConfirmedAt }).save()
      // A thief with the former password may have begun it.
      await EmailChange.discardOpen(user.id, client)
      const log = { userId: user.id, source }
      const event = await SecurityEvent.record('password_reset', log, client)
      await queueMails([{ kind: 'password_changed', id: event.id }], client)
      await PersonalToken.revokeAll(user.id, client)
      return { userId: user.id, ended: await Session.revokeAll(user.id, client) }
    })
    await SessionsEnded.dispatch(ended)
    await AccountChanged.dispatch(userId)
  }
}
