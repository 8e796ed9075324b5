import { deleteInBatches } from '#db/delete_in_batches'
import { freedNameDays } from '#domain/username'

/** Deletes expired reservations of user names, and expired bars of e-mails and identities. @returns rows */
export async function pruneNames() {
  const names = await deleteInBatches(
    'freed_usernames',
    `freed_at <= now() - interval '${freedNameDays} days'`
  )
  const emails = await deleteInBatches('barred_emails', 'until <= now()')
  return names + emails + (await deleteInBatches('barred_identities', 'until <= now()'))
}
