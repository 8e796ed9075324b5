import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import Session, { type SessionParts } from '#models/session'
import { lockConfirmed, type Confirmation } from '#queries/users/lock_confirmed'

interface ChangePasswordInput {
  confirmed: Confirmation
  password: string
  /** Seconds without a refresh until a session ends. */
  lifetime: number
}

/**
 * Sets a new password. Ends all sessions and replaces that of the confirmation.
 * @throws InvalidTokenException if the session ended or the password changed meanwhile
 */
export default class ChangePassword {
  async handle({ confirmed, password, lifetime }: ChangePasswordInput): Promise<SessionParts> {
    const { renewed, ended } = await db.transaction(async (client) => {
      const { user, session } = await lockConfirmed(confirmed, client)
      await user.merge({ password }).save()
      const revoked = await Session.revokeAll(user.id, client)
      return { renewed: await session.renew(lifetime, client), ended: revoked }
    })
    await SessionsEnded.dispatch(ended)
    return renewed
  }
}
