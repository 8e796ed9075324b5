import db from '@adonisjs/lucid/services/db'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { askForEmail, replaceEmail, type NewEmail } from '#actions/users/exchange_email'
import UserRenamed from '#events/user_renamed'
import UserUpdated from '#events/user_updated'
import { takenOr } from '#db/taken'
import RateLimitedException from '#exceptions/rate_limited_exception'
import ValidationException from '#exceptions/validation_exception'
import { queueMails } from '#mail/outbox'
import FreedUsername from '#models/freed_username'
import SecurityEvent from '#models/security_event'
import User from '#models/user'
import { attributeOf } from '#resources/definition/columns'
import { user as userResource } from '#resources/user'
import { lockConfirmed, type Confirmation } from '#queries/users/lock_confirmed'
import { refuseTaken } from '#queries/users/refuse_taken'
import { isInSight } from '#domain/media'
import type { Source } from '#domain/security_event'
import { isReservedUsername } from '#domain/username'

interface UpdateProfileInput {
  id: number
  changes: {
    username?: string
    displayName?: string | null
    bio?: string | null
    language?: string | null
    /** One of their own pictures. */
    avatarId?: number | null
    headerId?: number | null
  }
  /** A new e-mail needs the password. */
  newEmail?: NewEmail & { confirmed: Confirmation }
  source: Source
  unlessStale: (revision: Date) => void
}

/**
 * The former username stays reserved for a while. @throws UsernameTakenException, EmailTakenException,
 * ValidationException for a reserved name, RateLimitedException for too many former names, InvalidTokenException
 * if the session ended or the password changed meanwhile
 */
export default class UpdateProfile {
  async handle(input: UpdateProfileInput): Promise<User> {
    const { id, changes, newEmail, source, unlessStale } = input
    const { user, isRenamed } = await db
      .transaction(async (client) => {
        const locked = newEmail
          ? (await lockConfirmed(newEmail.confirmed, client)).user
          : await User.query({ client }).where('id', id).forNoKeyUpdate().firstOrFail()
        unlessStale(locked.updatedAt.toJSDate())
        const { username } = changes
        const isNewName =
          username !== undefined && username.toLowerCase() !== locked.username.toLowerCase()
        if (isNewName && isReservedUsername(username)) throw new ValidationException([reserved])
        const taken = newEmail?.waits === false ? { ...changes, email: newEmail.email } : changes
        await refuseNoPicture(id, changes, client)
        await refuseTaken(taken, client, { except: id })
        if (isNewName) await this.#exchange(locked, username, { source, client })
        if (newEmail) await (newEmail.waits ? askForEmail : replaceEmail)(locked, newEmail, client)
        locked.merge(changes)
        const changesName = [...shownByOthers, 'avatarId', 'headerId'].some(
          (attribute) => attribute in locked.$dirty
        )
        return { user: await locked.save(), isRenamed: changesName }
      })
      .catch((error) => Promise.reject(takenOr(error)))
    await UserUpdated.dispatch(id)
    if (isRenamed) await UserRenamed.dispatch(id)
    return user
  }

  /** The new name may be a former name of the account. */
  async #exchange(
    user: User,
    username: string,
    { source, client }: { source: Source; client: TransactionClientContract }
  ) {
    await FreedUsername.takeBack(username, client)
    const seconds = await FreedUsername.secondsUntilRoom(user.id, client)
    if (seconds > 0) throw new RateLimitedException(seconds)
    await FreedUsername.free(user.username, user.id, client)
    const log = { userId: user.id, source }
    const event = await SecurityEvent.record('username_changed', log, client)
    await queueMails([{ kind: 'username', id: event.id }], client)
  }
}

/** @throws ValidationException for a file that is no picture of the user */
async function refuseNoPicture(
  userId: number,
  { avatarId, headerId }: UpdateProfileInput['changes'],
  client: TransactionClientContract
) {
  for (const [name, id] of Object.entries({ avatar: avatarId, header: headerId })) {
    if (id === undefined || id === null) continue
    // Until the commit, nothing deletes it.
    const row = await client
      .from('media')
      .where({ id, user_id: userId })
      .whereRaw(isInSight)
      .whereIn('file_id', client.from('media_files').where('kind', 'image').select('id'))
      .forShare()
      .first()
    if (row) continue
    const detail = `${name} must be the id of a picture of yours.`
    throw new ValidationException([{ pointer: `/${name}`, rule: 'exists', detail }])
  }
}

const shownByOthers = userResource.views.Author.shown.map(attributeOf)

const reserved = {
  pointer: '/username',
  rule: 'reserved',
  detail: 'username is reserved. Choose another one.',
}
