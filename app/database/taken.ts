import ConflictException from '#exceptions/conflict_exception'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'
import { violatedIndex } from '#db/errors'

/** The exception for a violated unique index of `users`; any other error unchanged. */
export function takenOr(error: unknown): unknown {
  const index = violatedIndex(error)
  if (index === 'users_email_unique') return new EmailTakenException()
  if (index === 'users_username_unique') return new UsernameTakenException()
  if (index === 'users_os_user_unique') {
    return new ConflictException('This operating-system user acts as another user.')
  }
  return error
}
