import { deleteInBatches } from '#db/delete_in_batches'
import { freedNameDays } from '#domain/username'

/** Deletes freed user names and barred e-mails that have expired. @returns rows */
export async function pruneNames() {
  const names = await deleteInBatches(
    'freed_usernames',
    `freed_at <= now() - interval '${freedNameDays} days'`
  )
  return names + (await deleteInBatches('barred_emails', 'until <= now()'))
}
