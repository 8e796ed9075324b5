import db from '@adonisjs/lucid/services/db'
import SessionsEnded from '#events/sessions_ended'
import UserErased from '#events/user_erased'
import LastAdminException from '#exceptions/last_admin_exception'
import Session from '#models/session'
import User from '#models/user'
import { deletions } from '#queue/queues'

interface EraseUserInput {
  id: number
  unlessStale: (revision: Date) => void
}

/** Hides the user's own account at once; a job erases it. @throws LastAdminException */
export default class EraseUser {
  async handle({ id, unlessStale }: EraseUserInput): Promise<void> {
    const ended = await db.transaction(async (client) => {
      const isLastAdmin = await User.isLastAdmin(id, client)
      const user = await User.query({ client }).where('id', id).forUpdate().firstOrFail()
      unlessStale(user.updatedAt.toJSDate())
      if (isLastAdmin) throw new LastAdminException()
      await user.erase()
      await deletions.send({ type: 'user', id }, { client })
      return Session.revokeAll(id, client)
    })
    await SessionsEnded.dispatch(ended)
    await UserErased.dispatch(id)
  }
}
