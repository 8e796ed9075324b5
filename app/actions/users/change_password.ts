import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Session, { type SessionParts } from '#models/session'
import User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'

interface ChangePasswordInput {
  /** As of the password check. */
  user: Credentials
  password: string
  /** The session of the request. */
  sessionId: number
  /** Seconds without a refresh until a session ends. */
  lifetime: number
}

/**
 * Sets a new password. Ends all sessions and replaces that of the request.
 * @throws InvalidTokenException if the session ended or the password changed meanwhile
 */
export default class ChangePassword {
  async handle({ user, password, sessionId, lifetime }: ChangePasswordInput) {
    const { session, ended } = await db.transaction(async (client) => {
      const proved = { id: user.id, password: user.password }
      const locked = await User.query({ client }).where(proved).forUpdate().first()
      const asking = await Session.query({ client }).where({ id: sessionId }).first()
      if (!locked || !asking) throw new InvalidTokenException('The session has ended')
      await locked.merge({ password }).save()
      const revoked = await Session.revokeAll(user.id, client)
      return { session: await asking.renew(lifetime, client), ended: revoked }
    })
    await SessionsEnded.dispatch(ended)
    return session as SessionParts
  }
}
