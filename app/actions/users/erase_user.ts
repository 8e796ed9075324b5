import db from '@adonisjs/lucid/services/db'
import UserErased from '#events/user_erased'
import LastAdminException from '#exceptions/last_admin_exception'
import User from '#models/user'

interface EraseUserInput {
  id: number
  unlessStale: (revision: Date) => void
}

/**
 * Erases one's own account, which leaves no Plaza without an admin.
 *
 * @throws LastAdminException
 */
export default class EraseUser {
  async handle({ id, unlessStale }: EraseUserInput): Promise<void> {
    await db.transaction(async (client) => {
      await User.lockTouchedPosts(id, client)
      const isLastAdmin = await User.isLastAdmin(id, client)
      const user = await User.query({ client }).where('id', id).forUpdate().firstOrFail()
      unlessStale(user.updatedAt.toJSDate())
      if (isLastAdmin) throw new LastAdminException()
      await user.erase()
    })
    await UserErased.dispatch(id)
  }
}
