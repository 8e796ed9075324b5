import vine from '@vinejs/vine'
import { webhook, webhookDelivery } from '#resources/webhook'
import { webhookTypes } from '#domain/webhook'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'
import { webAddress } from '#validators/rules'

const types = () =>
  vine.array(vine.enum(webhookTypes)).minLength(1).maxLength(webhookTypes.length).distinct()

export const createWebhookValidator = vine.create({
  url: webAddress(),
  types: types(),
  enabled: vine.boolean({ strict: true }).optional(),
})

export const updateWebhookValidator = vine.create({
  url: webAddress().optional(),
  types: types().optional(),
  enabled: vine.boolean({ strict: true }).optional(),
})

export const listWebhooksValidator = listValidator(webhook, 'Webhook')
export const showWebhookValidator = askedMembersOf(webhook.views.Webhook)
export const listDeliveriesValidator = listValidator(webhookDelivery, 'WebhookDelivery')
