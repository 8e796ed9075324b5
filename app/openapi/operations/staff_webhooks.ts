import {
  created,
  nothing,
  pageOf,
  plain,
  resource,
  takes,
  type Operation,
} from '#openapi/operation'
import { page, show } from '#openapi/operations/staff_reads'
import { idValidator } from '#validators/lists'
import {
  createWebhookValidator,
  listDeliveriesValidator,
  listWebhooksValidator,
  showWebhookValidator,
  updateWebhookValidator,
} from '#validators/webhooks'
import {
  KEPT_DAYS,
  MAX_FAILING_HOURS,
  MAX_TRIES,
  MAX_WEBHOOKS,
  ROTATION_HOURS,
} from '#domain/webhook'

export const webhookOperations: Record<string, Operation> = {
  'admin.webhooks.index': page('Webhook', 'List webhooks', 'Oldest first.', listWebhooksValidator),
  'admin.webhooks.show': show('Webhook', 'Read a webhook', 'Its secret is never shown again.', {
    query: showWebhookValidator,
    problems: ['not_found'],
  }),
  'admin.webhooks.store': {
    summary: 'Make a webhook',
    description: `Its address is told of the events of these types, by Standard Webhooks; \`webhooks\` of this document describe them. An event is queued in the transaction of its cause. It is sent up to ${MAX_TRIES} times in three days, with the same \`webhook-id\`; a status from 200 to 299 takes it, redirects are not followed, 410 switches the webhook off, and so do ${MAX_FAILING_HOURS} hours of nothing but failures. Addresses inside the network are refused, unless \`WEBHOOK_ALLOW\` has them. There are ${MAX_WEBHOOKS} at most.`,
    body: takes(createWebhookValidator, {
      url: 'https://site.example/hooks/plaza',
      types: ['post.published', 'post.updated'],
    }),
    problems: ['conflict', 'silenced'],
    answers: { 201: created('NewWebhook') },
  },
  'admin.webhooks.update': {
    summary: 'Change a webhook',
    description: 'What waits while it is switched off is sent once it is on again.',
    path: idValidator,
    body: takes(updateWebhookValidator, { enabled: false }),
    problems: ['not_found', 'silenced'],
    answers: { 200: resource('Webhook') },
  },
  'admin.webhooks.destroy': {
    summary: 'Delete a webhook',
    description: 'With its deliveries.',
    path: idValidator,
    problems: ['not_found', 'silenced'],
    answers: { 204: nothing },
  },
  'admin.webhooks.secrets.store': {
    summary: 'Make another secret',
    description: `For ${ROTATION_HOURS} hours messages have a signature of each secret; then the former one ends. One that is still valid from an earlier rotation ends at once.`,
    path: idValidator,
    problems: ['not_found', 'silenced'],
    answers: { 201: created('NewWebhook') },
  },
  'admin.webhooks.pings.store': {
    summary: 'Send a test',
    description: 'Queues a `ping` for this webhook alone, whatever its types.',
    path: idValidator,
    problems: ['not_found', 'conflict', 'silenced'],
    answers: { 201: created('WebhookDelivery') },
  },
  'admin.webhooks.deliveries.index': {
    summary: 'List what a webhook was told',
    description: `Newest first, for ${KEPT_DAYS} days.`,
    path: idValidator,
    query: listDeliveriesValidator,
    problems: ['not_found'],
    answers: { 200: pageOf('WebhookDelivery', ['X-Total-Count']) },
  },
  'admin.webhooks.deliveries.retries.store': {
    summary: 'Send an event once more',
    description:
      'Queues a delivery that has ended, with all its tries, under the same `webhook-id`. The audit log has `webhook.retry`.',
    path: idValidator,
    problems: ['not_found', 'conflict', 'silenced'],
    answers: { 200: plain('WebhookDelivery') },
  },
}
