import db from '@adonisjs/lucid/services/db'
import AccountChanged from '#events/account_changed'
import SessionsEnded from '#events/sessions_ended'
import { queueMails } from '#mail/outbox'
import EmailChange from '#models/email_change'
import SecurityEvent from '#models/security_event'
import PersonalToken from '#models/personal_token'
import Session, { type SessionParts } from '#models/session'
import { lockConfirmed, type Confirmation } from '#queries/users/lock_confirmed'
import type { Source } from '#domain/security_event'

interface ChangePasswordInput {
  confirmed: Confirmation
  password: string
  /** Seconds without a refresh until a session ends. */
  lifetime: number
  source: Source
}

/**
 * Ends all sessions and personal tokens, and makes a session in place of the confirmation's.
 * @throws InvalidTokenException if the session ended or the password changed meanwhile
 */
export default class ChangePassword {
  async handle({
    confirmed,
    password,
    lifetime,
    source,
  }: ChangePasswordInput): Promise<SessionParts> {
    const { renewed, ended } = await db.transaction(async (client) => {
      const { user, session } = await lockConfirmed(confirmed, client)
      await user.merge({ password }).save()
      await PersonalToken.revokeAll(user.id, client)
      const revoked = await Session.revokeAll(user.id, client)
      // A thief with the former password may have begun it.
      await EmailChange.discardOpen(user.id, client)
      const log = { userId: user.id, source }
      const { id } = await SecurityEvent.record('password_changed', log, client)
      await queueMails([{ kind: 'password_changed', id }], client)
      return { renewed: await session.renew(lifetime, client), ended: revoked }
    })
    await SessionsEnded.dispatch(ended)
    await AccountChanged.dispatch(confirmed.id)
    return renewed.parts
  }
}
