import { byChoice } from '#resources/definition/filters'
import { arrayOf, boolean, integer, oneOf, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { shape, type ShapeOf } from '#resources/definition/shape'
import { ascending, descending } from '#resources/definition/sorts'
import {
  deliveryStates,
  eventTypes,
  KEPT_DAYS,
  MAX_FAILING_HOURS,
  webhookTypes,
} from '#domain/webhook'

/** An address that gets events. Its secret is shown once. */
export const webhook = defineResource({
  table: 'webhooks',
  revision: 'updated_at',
  members: {
    id: integer({ example: 3, cli: { column: true } }),
    url: text({ example: 'https://site.example/hooks/plaza', cli: { column: 'elastic' } }),
    types: arrayOf(oneOf(webhookTypes), {
      sql: 'to_json(webhooks.types)',
      description: 'What it is told of.',
      example: ['post.published', 'post.updated'],
      cli: { column: 'elastic' },
    }),
    enabled: boolean({
      description: `Staff switch it off and on; ${MAX_FAILING_HOURS} hours of nothing but failures, and the status 410, switch it off.`,
      example: true,
      cli: { column: true },
    }),
    failing_since: time({
      nullable: true,
      description: 'The first failure after the last success; null after a success.',
      cli: { label: 'Failing since', column: 'minute' },
    }),
    disabled_at: time({ nullable: true, cli: { label: 'Switched off' } }),
    former_secret_ends_at: time({
      nullable: true,
      description: 'Until then messages are also signed with the former secret.',
      cli: { label: 'Former secret ends' },
    }),
    created_at: time({ cli: { label: 'Made', column: 'day' } }),
    updated_at: time({ cli: { label: 'Changed' } }),
  },
  sorts: {
    old: ascending('webhooks.created_at', 'oldest first'),
    new: descending('webhooks.created_at', 'newest first'),
  },
  views: { Webhook: { for: 'staff' } },
})

export const newWebhookShape = shape({
  ...webhook.members,
  secret: text({
    description: 'What messages are signed with. Shown this once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
  }),
})

export type NewWebhook = ShapeOf<typeof newWebhookShape>

/** The outcome of one event at one endpoint. */
export const webhookDelivery = defineResource({
  table: 'webhook_deliveries',
  joins: 'join webhook_events on webhook_events.id = webhook_deliveries.event_id',
  members: {
    id: integer({ example: 12, cli: { column: true } }),
    webhook_id: integer({ example: 3, cli: { isHidden: true } }),
    event_id: text({
      isPlain: true,
      format: 'uuid',
      description: 'The header `webhook-id`: the same on each try, and for each endpoint.',
      example: '7d5f3c2e-9d0b-4c51-8a9e-3f0a6f1f6c11',
      cli: { label: 'Event' },
    }),
    type: oneOf(eventTypes, {
      sql: 'webhook_events.type',
      example: 'post.published',
      cli: { column: true },
    }),
    state: oneOf(deliveryStates, {
      description: '`cancelled`: what it was about is gone.',
      example: 'delivered',
      cli: { column: true },
    }),
    attempts: integer({
      description: 'Tries so far, one that runs too.',
      example: 1,
      cli: { label: 'Tries', column: true },
    }),
    status: integer({
      nullable: true,
      description: 'That of the last answer.',
      example: 204,
      cli: { column: true },
    }),
    failure: text({
      nullable: true,
      description: 'Why there was no answer, or no delivery.',
      example: null,
      cli: { column: 'elastic' },
    }),
    answer: text({
      nullable: true,
      description: 'The first 2 KB of the last answer. Cleared with what the event was about.',
      example: '',
      cli: { isBlock: true },
    }),
    duration_ms: integer({
      nullable: true,
      description: 'How long the last try took.',
      example: 87,
      cli: { label: 'Took (ms)' },
    }),
    body: text({
      sql: 'webhook_events.body',
      isLong: true,
      nullable: true,
      onRequest: true,
      description:
        'What was sent. Null before the first try, and once what it was about is gone or hidden.',
      cli: { isBlock: true },
    }),
    created_at: time({ cli: { label: 'Time', column: 'minute', after: 'id' } }),
    due_at: time({
      nullable: true,
      description: 'Of the next try; while one runs, when it counts as lost.',
      cli: { label: 'Next try' },
    }),
    attempted_at: time({ nullable: true, cli: { label: 'Last try' } }),
    ended_at: time({ nullable: true, cli: { label: 'Ended' } }),
  },
  filters: {
    state: byChoice(deliveryStates, {
      description: `in this state, of the last ${KEPT_DAYS} days`,
      where: (state) => `webhook_deliveries.state = ${state}`,
    }),
    type: byChoice(eventTypes, {
      description: 'of this type',
      where: (type) => `webhook_events.type = ${type}`,
    }),
  },
  sorts: {
    new: descending('webhook_deliveries.id', 'newest first'),
    old: ascending('webhook_deliveries.id', 'oldest first'),
  },
  views: { WebhookDelivery: { for: 'staff' } },
})
