import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import UserErased from '#events/user_erased'
import LastAdminException from '#exceptions/last_admin_exception'
import PersonalToken from '#models/personal_token'
import Session from '#models/session'
import User from '#models/user'
import { lockConfirmed, type Confirmation } from '#queries/users/lock_confirmed'
import { deletions } from '#queue/queues'

interface EraseUserInput {
  confirmed: Confirmation
  unlessStale: (revision: Date) => void
}

/**
 * Hides the account at once; a job erases it. @throws LastAdminException,
 * InvalidTokenException if the session ended or the password changed meanwhile
 */
export default class EraseUser {
  async handle({ confirmed, unlessStale }: EraseUserInput): Promise<void> {
    const { id } = confirmed
    const ended = await db.transaction(async (client) => {
      const isLastAdmin = await User.isLastAdmin(id, client)
      const { user } = await lockConfirmed(confirmed, client)
      unlessStale(user.updatedAt.toJSDate())
      if (isLastAdmin) throw new LastAdminException()
      await user.erase()
      await deletions.send({ type: 'user', id }, { client })
      await PersonalToken.revokeAll(id, client)
      return Session.revokeAll(id, client)
    })
    await SessionsEnded.dispatch(ended)
    await UserErased.dispatch(id)
  }
}
