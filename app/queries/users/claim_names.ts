import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import EmailTakenException from '#exceptions/email_taken_exception'
import UsernameTakenException from '#exceptions/username_taken_exception'

interface Names {
  email?: string
  username?: string
}

/**
 * Refuses names that another account has, in whatever case, and holds an e-mail until the transaction
 * ends: of two that want it at once the later one finds it taken. The unique index alone would refuse
 * it too; but then PostgreSQL writes the e-mail into its log.
 *
 * @param except the account that may keep its own
 * @throws EmailTakenException, UsernameTakenException
 */
export async function claimNames(
  { email, username }: Names,
  client: TransactionClientContract,
  except = 0
): Promise<void> {
  if (email !== undefined) {
    await client.rawQuery('select pg_advisory_xact_lock(hashtextextended(lower(?), 1))', [email])
  }
  const has = async (column: 'email' | 'username', name: string | undefined) =>
    name !== undefined &&
    (await client
      .from('users')
      .select('id')
      .whereRaw(`lower(${column}) = lower(?)`, [name])
      .whereNot('id', except)
      .first()) !== null

  if (await has('email', email)) throw new EmailTakenException()
  if (await has('username', username)) throw new UsernameTakenException()
}
