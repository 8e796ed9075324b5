import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import UserErased from '#events/user_erased'
import User from '#models/user'

interface EraseUserInput {
  id: number
  unlessStale: (revision: Date) => void
}

/**
 * Erases an account: the row and all that is personal go, with its sessions, votes and drafts;
 * its posts and comments stay without an author (`on delete set null`).
 */
export default class EraseUser {
  async handle({ id, unlessStale }: EraseUserInput): Promise<void> {
    await db.transaction(async (client) => {
      await lockTouchedPosts(id, client)
      const user = await User.query({ client }).where('id', id).forUpdate().firstOrFail()
      unlessStale(user.updatedAt.toJSDate())
      await user.related('posts').query().where('published', false).delete()
      await user.delete()
    })
    await UserErased.dispatch(id)
  }
}

/** In one order, so that accounts which go at the same time don't wait for each other in a ring. */
function lockTouchedPosts(userId: number, client: TransactionClientContract) {
  return client.rawQuery(
    `select id from posts
     where user_id = :userId
        or id in (select post_id from votes where user_id = :userId)
        or id in (select post_id from comments where user_id = :userId)
     order by id for no key update`,
    { userId }
  )
}
