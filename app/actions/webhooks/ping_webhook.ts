import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import Webhook from '#models/webhook'
import type { Origin } from '#domain/moderation'
import { PING } from '#domain/webhook'

interface PingWebhookInput {
  id: number
  origin: Origin
  client: QueryClientContract
}

/** Queues a test for one endpoint. @returns the delivery @throws NotFoundException, ConflictException */
export default class PingWebhook {
  handle({ id, origin, client }: PingWebhookInput): Promise<{ id: number }> {
    return client.transaction(async (trx) => {
      const webhook = await Webhook.query({ client: trx }).where('id', id).forShare().first()
      if (!webhook) throw new NotFoundException('webhook')
      if (!webhook.enabled) throw new ConflictException('The webhook is switched off.')
      const { rows } = await trx.rawQuery(
        `with event as (
           insert into webhook_events (type, subject_type, subject_id, facts)
           values ('${PING}', 'webhook', :id, jsonb_build_object('webhook_id', :id::bigint))
           returning id
         )
         insert into webhook_deliveries (webhook_id, event_id) select :id, id from event
         returning id::integer`,
        { id }
      )
      const act = { action: 'webhook.ping', targetType: 'webhook', targetId: id } as const
      await AuditEntry.record(act, origin, trx)
      return rows[0]
    })
  }
}
