import { deleteInBatches } from '#db/delete_in_batches'
import PasswordReset from '#models/password_reset'

export const prunePasswordResets = () =>
  deleteInBatches(
    'password_resets',
    `created_at <= now() - interval '${PasswordReset.keptDays} days'`
  )
