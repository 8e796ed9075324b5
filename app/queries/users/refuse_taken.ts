import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'
import BarredEmail from '#models/barred_email'
import { freedNameDays } from '#domain/username'

interface Names {
  email?: string
  username?: string
}

interface Terms {
  /** The account that may keep its own, and take back the user names that it gave up. */
  except?: number
  /** Whether an e-mail may have an account before the sanction of an erased one ends: staff may allow it. */
  mayBeBarred?: boolean
}

/**
 * Refuses names that another account has, in whatever case, and those that one had until lately: a user
 * name given up in the last days, and an e-mail whose account was erased under a sanction.
 *
 * The unique indexes would refuse most of them as well, and do where two want one at the same instant; but
 * what they refuse PostgreSQL may write into its log, where nobody's e-mail belongs.
 *
 * The user name comes first: beside one that is taken an e-mail could be tried without being changed,
 * and the refusal must not tell whether an account has it.
 *
 * @throws UsernameTakenException, EmailTakenException
 */
export async function refuseTaken(
  { email = '', username = '' }: Names,
  client: QueryClientContract,
  { except = 0, mayBeBarred = false }: Terms = {}
): Promise<void> {
  const digest = mayBeBarred ? '' : BarredEmail.digestOf(email)
  const { rows } = await client.rawQuery(statement, { email, username, digest, except })
  const [taken] = rows
  if (taken.username) throw new UsernameTakenException()
  if (taken.email) throw new EmailTakenException()
}

const statement = `
  select
    exists (select from users where lower(username) = lower(:username) and id <> :except)
      or exists (
        select from freed_usernames
        where username = lower(:username) and user_id is distinct from :except
          and freed_at > now() - interval '${freedNameDays} days'
      ) as username,
    exists (select from users where lower(email) = lower(:email) and id <> :except)
      or exists (
        select from barred_emails where digest = :digest and (until is null or until > now())
      ) as email`
