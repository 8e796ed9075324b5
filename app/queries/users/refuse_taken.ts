import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'

interface Names {
  email?: string
  username?: string
}

/**
 * Refuses names that another account has, in whatever case.
 *
 * The unique indexes would refuse them as well, and do where two want one at the same instant; but
 * what they refuse PostgreSQL may write into its log, where nobody's e-mail belongs.
 *
 * The user name comes first: beside one that is taken an e-mail could be tried without being changed,
 * and the refusal must not tell whether an account has it.
 *
 * @param except the account that may keep its own
 * @throws UsernameTakenException, EmailTakenException
 */
export async function refuseTaken(
  { email = '', username = '' }: Names,
  client: QueryClientContract,
  except = 0
): Promise<void> {
  const { rows } = await client.rawQuery(
    `select bool_or(lower(email) = lower(:email)) as email,
            bool_or(lower(username) = lower(:username)) as username
     from users
     where (lower(email) = lower(:email) or lower(username) = lower(:username)) and id <> :except`,
    { email, username, except }
  )
  const [taken] = rows
  if (taken.username) throw new UsernameTakenException()
  if (taken.email) throw new EmailTakenException()
}
