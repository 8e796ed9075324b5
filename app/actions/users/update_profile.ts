import db from '@adonisjs/lucid/services/db'
import UserUpdated from '#events/user_updated'
import { takenOr } from '#exceptions/taken'
import User from '#models/user'
import { refuseTaken } from '#queries/users/refuse_taken'

interface UpdateProfileInput {
  id: number
  changes: {
    email?: string
    username?: string
    displayName?: string | null
    bio?: string | null
  }
  unlessStale: (revision: Date) => void
}

/**
 * Changes the named fields of a profile.
 *
 * @throws EmailTakenException, UsernameTakenException
 */
export default class UpdateProfile {
  async handle({ id, changes, unlessStale }: UpdateProfileInput): Promise<User> {
    const user = await db
      .transaction(async (client) => {
        const locked = await User.query({ client }).where('id', id).forUpdate().firstOrFail()
        unlessStale(locked.updatedAt.toJSDate())
        await refuseTaken(changes, client, id)
        return locked.merge(changes).save()
      })
      .catch((error) => Promise.reject(takenOr(error)))
    await UserUpdated.dispatch(id)
    return user
  }
}
