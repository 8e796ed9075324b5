import db from '@adonisjs/lucid/services/db'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import type { Origin } from '#domain/moderation'

/** Queues a delivery again, with all tries, under the same id. @throws NotFoundException, ConflictException */
export default class RetryDelivery {
  async handle({ id, origin }: { id: number; origin: Origin }): Promise<void> {
    await db.transaction(async (client) => {
      const found = await client.from('webhook_deliveries').where({ id }).forUpdate().first()
      if (!found) throw new NotFoundException('delivery')
      if (found.state === 'waiting') throw new ConflictException('The delivery waits already.')
      await client.rawQuery(
        `update webhook_deliveries
         set state = 'waiting', attempts = 0, due_at = now(), ended_at = null where id = :id`,
        { id }
      )
      await AuditEntry.record(
        {
          action: 'webhook.retry',
          targetType: 'webhook',
          targetId: Number(found.webhook_id),
          before: { state: found.state },
          after: { state: 'waiting', delivery: id },
        },
        origin,
        client
      )
    })
  }
}
