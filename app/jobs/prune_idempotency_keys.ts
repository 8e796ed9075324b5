import { deleteInBatches } from '#db/delete_in_batches'
import { answerLifetime } from '#http/idempotency'

export const pruneIdempotencyKeys = () =>
  deleteInBatches('idempotency_keys', `created_at <= now() - interval '${answerLifetime}'`)
