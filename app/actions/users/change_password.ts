import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import Session from '#models/session'
import type User from '#models/user'

interface ChangePasswordInput {
  user: User
  password: string
  /** The session that asks, and stays. */
  sessionId: number
}

/** Sets a new password and ends every other session. */
export default class ChangePassword {
  async handle({ user, password, sessionId }: ChangePasswordInput): Promise<void> {
    const ended = await db.transaction(async (client) => {
      await user.useTransaction(client).merge({ password }).save()
      return Session.revokeAll(user.id, client, sessionId)
    })
    await SessionsEnded.dispatch(ended)
  }
}
