import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'
import BarredEmail from '#models/barred_email'
import { reserves } from '#models/email_change'
import { freedNameDays } from '#domain/username'

interface Names {
  email?: string
  username?: string
}

interface Terms {
  /** The account that may keep its names and take back its freed ones. */
  except?: number
  /** Staff may allow an e-mail that a sanction of an erased account bars. */
  mayBeBarred?: boolean
}

/**
 * Checks before the unique indexes, since PostgreSQL may log their refusals with e-mails. The user name comes first,
 * so that a taken one can't test e-mails. @throws UsernameTakenException, EmailTakenException
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
        select from email_changes
        where ${reserves('email_changes', ':email')} and user_id <> :except
      )
      or exists (
        select from barred_emails where digest = :digest and (until is null or until > now())
      ) as email`
