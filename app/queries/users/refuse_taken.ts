import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'

interface Names {
  email?: string
  username?: string
}

/**
 * Refuses names that another account has, in whatever case. A unique index would do so too, and does
 * when two ask at once; but then PostgreSQL writes the e-mail into its log.
 *
 * @param except the account that may keep its own
 * @throws EmailTakenException, UsernameTakenException
 */
export async function refuseTaken(
  { email, username }: Names,
  client: QueryClientContract,
  except = 0
): Promise<void> {
  if (email === undefined && username === undefined) return
  const [taken] = await client
    .from('users')
    .select(
      db.raw('bool_or(lower(email) = lower(?)) as email', [email ?? '']),
      db.raw('bool_or(lower(username) = lower(?)) as username', [username ?? ''])
    )
    .whereNot('id', except)
    .where((some) =>
      some
        .whereRaw('lower(email) = lower(?)', [email ?? ''])
        .orWhereRaw('lower(username) = lower(?)', [username ?? ''])
    )
  if (taken.email) throw new EmailTakenException()
  if (taken.username) throw new UsernameTakenException()
}
