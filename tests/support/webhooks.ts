import app from '@adonisjs/core/services/app'
import db from '@adonisjs/lucid/services/db'
import SaveWebhook from '#actions/webhooks/save_webhook'
import { WebhookDeliverer } from '#jobs/webhooks/deliverer'
import { webhookTypes, type WebhookType } from '#domain/webhook'
import { originOf } from '#tests/support/staff'

/** Makes an endpoint. Those of this machine need the setting `webhooks.allow`. */
export const makeWebhook = (
  url: string,
  types: readonly WebhookType[] = webhookTypes,
  by: { id: number } | null = null
) =>
  new SaveWebhook().create(
    { url, types: [...types] },
    { origin: { ...originOf({ id: 0 }), actorId: by?.id ?? null }, client: db.connection() }
  )

/** Delivers in this process, as the process of jobs does. */
export async function startDeliverer(): Promise<WebhookDeliverer> {
  const logger = await app.container.make('logger')
  const deliverer = new WebhookDeliverer({ logger, isPaused: async () => false })
  deliverer.start()
  return deliverer
}

export const deliveries = () => db.from('webhook_deliveries').orderBy('id')

/** Makes what waits for a later try due now. */
export const hurry = () =>
  db
    .from('webhook_deliveries')
    .where('state', 'waiting')
    .update({ due_at: new Date(0) })
