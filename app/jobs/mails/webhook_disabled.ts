import { readerOf } from '#jobs/mails/reader'
import type { Letter } from '#mail/letter'
import User from '#models/user'
import Webhook from '#models/webhook'
import { originOfUrl } from '#domain/webhook'

/** @param id of the webhook. Its maker is told. */
export async function webhookDisabled(id: number): Promise<Letter | null> {
  const webhook = await Webhook.find(id)
  // It was switched on again meanwhile, or deleted.
  if (!webhook?.disabledAt || webhook.userId === null) return null
  const user = await User.withRole().where('users.id', webhook.userId).first()
  if (!user || user.bot || !user.permissions.has('webhooks.manage')) return null
  return {
    kind: 'webhook_disabled',
    ...readerOf(user),
    values: {
      id: String(id),
      address: originOfUrl(webhook.url),
      at: webhook.disabledAt.toJSDate(),
    },
  }
}
