import { deleteInBatches } from '#db/delete_in_batches'
import { undoDays } from '#domain/email_change'

export const pruneEmailChanges = () =>
  deleteInBatches(
    'email_changes',
    `created_at <= now() - interval '${undoDays} days'
     and (confirmed_at is null or confirmed_at <= now() - interval '${undoDays} days')`
  )
