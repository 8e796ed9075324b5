import { deleteInBatches } from '#db/delete_in_batches'
import { freedNameDays } from '#domain/username'

/** Deletes user names that anybody may take again, and e-mails whose sanction is over. @returns how many */
export async function pruneNames() {
  const names = await deleteInBatches(
    'freed_usernames',
    `freed_at <= now() - interval '${freedNameDays} days'`
  )
  return names + (await deleteInBatches('barred_emails', 'until <= now()'))
}
