import { deleteInBatches } from '#db/delete_in_batches'
import { KEPT_DAYS } from '#domain/webhook'

/** With their deliveries. */
export const pruneWebhookEvents = () =>
  deleteInBatches('webhook_events', `created_at <= now() - interval '${KEPT_DAYS} days'`)
