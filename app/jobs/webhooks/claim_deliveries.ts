import db from '@adonisjs/lucid/services/db'
import type { EventType } from '#domain/webhook'

/** Longer than any try: after it, another process takes the delivery over. */
export const LEASE_SECONDS = 30

/** The limit of open messages to one endpoint, for each process. */
export const MAX_AT_ONCE = 8

export interface Claimed {
  id: number
  webhook_id: number
  attempts: number
  event_id: string
  type: EventType
  subject_id: number
  facts: object
  body: string | null
  created_at: Date
}

/** Each endpoint has its own places, so that none waits for another. */
const claimDue = `
  with due as (
    select due.id from webhooks
    left join unnest(:ids::bigint[], :counts::integer[]) as busy (webhook_id, count)
      on busy.webhook_id = webhooks.id
    cross join lateral (
      select id from webhook_deliveries
      where webhook_id = webhooks.id and due_at <= now()
      order by due_at, id limit greatest(0, ${MAX_AT_ONCE} - coalesce(busy.count, 0))
      for update skip locked
    ) as due
    where webhooks.enabled
  ), claimed as (
    update webhook_deliveries set attempts = attempts + 1, attempted_at = now(),
      due_at = now() + interval '${LEASE_SECONDS} s'
    from due where webhook_deliveries.id = due.id
    returning webhook_deliveries.id, webhook_id, attempts, event_id
  )
  select claimed.id, webhook_id, attempts, event_id, type, subject_id, facts, body, created_at
  from claimed join webhook_events on webhook_events.id = event_id
  order by claimed.id`

/** @param busy the number of open messages to each endpoint */
export async function claimDeliveries(busy: ReadonlyMap<number, number>): Promise<Claimed[]> {
  const { rows } = await db.rawQuery(claimDue, {
    ids: [...busy.keys()],
    counts: [...busy.values()],
  } as Record<string, any>)
  return rows
}

export async function hasEndpoints(): Promise<boolean> {
  const { rows } = await db.rawQuery('select exists (select from webhooks where enabled) as found')
  return rows[0].found
}
