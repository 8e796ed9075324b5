import { deleteInBatches } from '#db/delete_in_batches'
import { answerLifetime } from '#http/idempotency'

/** Deletes answers that are not repeated any more. @returns how many */
export const pruneIdempotencyKeys = () =>
  deleteInBatches('idempotency_keys', `created_at <= now() - interval '${answerLifetime}'`)
