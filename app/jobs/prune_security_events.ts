import { deleteInBatches } from '#db/delete_in_batches'
import { keptEventDays } from '#domain/security_event'

export const pruneSecurityEvents = () =>
  deleteInBatches('security_events', `created_at <= now() - interval '${keptEventDays} days'`)
