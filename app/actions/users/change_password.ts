import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import InvalidTokenException from '#exceptions/invalid_token_exception'
import Session, { type SessionParts } from '#models/session'
import User from '#models/user'
import type { Credentials } from '#queries/users/find_credentials'

interface ChangePasswordInput {
  /** As the password was proved. */
  user: Credentials
  password: string
  /** The session that asks. */
  sessionId: number
  /** Seconds without a refresh after which a session ends. */
  lifetime: number
}

/**
 * Sets a new password. All sessions end with all of their tokens, and the one that asks goes on as a
 * new one.
 *
 * @throws InvalidTokenException when the session has ended, or the password is another one by now
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
