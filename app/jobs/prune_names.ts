import { deleteInBatches } from '#db/delete_in_batches'
import { freedNameDays } from '#domain/username'

/** Deletes expired reservations of user names, and expired bars of e-mails. @returns rows */
export async function pruneNames() {
  const names = await deleteInBatches(
    'freed_usernames',
    `freed_at <= now() - interval '${freedNameDays} days'`
  )
  return names + (await deleteInBatches('barred_emails', 'until <= now()'))
}
