import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { jsonResponseOf, type JsonResponse } from '#http/json_response'
import { filtered } from '#queries/staff/filters'
import { staffPage, type StaffPageOptions } from '#queries/staff/staff_page'
import type { Row } from '#resources/definition/line'
import type { ListedBy } from '#resources/definition/resource'
import { responseOf } from '#resources/definition/response'
import type { AskedMembers } from '#resources/definition/view'
import { webhook, webhookDelivery, type NewWebhook } from '#resources/webhook'

const { Webhook } = webhook.views
const { WebhookDelivery } = webhookDelivery.views

/** @throws ValidationException for a bad cursor */
export const listWebhooks = (options: StaffPageOptions): Promise<JsonResponse> =>
  staffPage(Webhook, db.from('webhooks'), options)

/** @throws NotFoundException */
export async function showWebhook(id: number, asked: AskedMembers = {}): Promise<JsonResponse> {
  const form = Webhook.form(asked)
  const row: Row | null = await db
    .from('webhooks')
    .select(db.raw(form.select))
    .where({ id })
    .first()
  if (!row) throw new NotFoundException('webhook')
  return responseOf(form, row)
}

/** The only answer with a secret. */
export async function showNewWebhook(
  { id, secret }: { id: number; secret: string },
  client: QueryClientContract
): Promise<NewWebhook> {
  const form = Webhook.form()
  const row: Row = await client.from('webhooks').select(db.raw(form.select)).where({ id }).first()
  return { ...form.read<Omit<NewWebhook, 'secret'>>(row), secret }
}

/** Newest first. @throws NotFoundException, ValidationException for a bad cursor */
export async function listDeliveries(
  id: number,
  options: StaffPageOptions & ListedBy<typeof webhookDelivery>
): Promise<JsonResponse> {
  const known = await db.from('webhooks').where({ id }).first()
  if (!known) throw new NotFoundException('webhook')
  const query = db.from('webhook_deliveries').joinRaw(webhookDelivery.joins)
  query.where('webhook_deliveries.webhook_id', id)
  await filtered(query, WebhookDelivery, options)
  return staffPage(WebhookDelivery, query, { ...options, ofWebhook: id } as StaffPageOptions)
}

/** @throws NotFoundException */
export async function showDelivery(
  id: number,
  client: QueryClientContract = db.connection()
): Promise<JsonResponse> {
  const form = WebhookDelivery.form()
  const row: Row | null = await client
    .from('webhook_deliveries')
    .joinRaw(webhookDelivery.joins)
    .select(db.raw(form.select))
    .where('webhook_deliveries.id', id)
    .first()
  if (!row) throw new NotFoundException('delivery')
  return jsonResponseOf(form.read(row))
}
