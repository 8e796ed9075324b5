import db from '@adonisjs/lucid/services/db'

export interface WebhookHealth {
  waiting: number
  /** The seconds since the oldest delivery was due; 0 if none is. */
  oldestAge: number
  failing: number
}

export async function webhookHealth(): Promise<WebhookHealth> {
  const { rows } = await db.rawQuery(
    `select count(*)::integer as waiting,
       greatest(0, extract(epoch from now() - min(due_at)))::float8 as "oldestAge",
       (select count(*) from webhooks where enabled and failing_since is not null)::integer as failing
     from webhook_deliveries join webhooks on webhooks.id = webhook_id and webhooks.enabled
     where due_at is not null`
  )
  return { ...rows[0], oldestAge: rows[0].oldestAge ?? 0 }
}
