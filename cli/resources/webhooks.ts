import type { Output } from '#cli/output/output'
import { columnsOf, detailsOf, type Texts } from '#cli/resources/shape'
import { webhook, webhookDelivery } from '#resources/webhook'

export const path = '/admin/webhooks'

const texts: Texts = {
  types: ({ types }) => types.join(', '),
  enabled: ({ enabled }) => (enabled ? 'on' : 'off'),
}

const { Webhook } = webhook.views
const { WebhookDelivery } = webhookDelivery.views

export const columns = columnsOf(Webhook, texts)

export const view = (row: any, output: Output) => detailsOf(Webhook, row, output, texts)

export const deliveryColumns = columnsOf(WebhookDelivery)

export const deliveryView = (row: any, output: Output) => detailsOf(WebhookDelivery, row, output)
