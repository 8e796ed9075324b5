import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { auditedWrite, type StaffWrite } from '#actions/staff/audited_write'
import ConflictException from '#exceptions/conflict_exception'
import NotFoundException from '#exceptions/not_found_exception'
import ValidationException from '#exceptions/validation_exception'
import IdempotencyKey from '#models/idempotency_key'
import Webhook from '#models/webhook'
import { MAX_WEBHOOKS, originOfUrl, type WebhookType } from '#domain/webhook'
import { mayCall } from '#webhooks/address_filter'

interface Fields {
  url: string
  types: WebhookType[]
  enabled?: boolean
}

interface Change extends StaffWrite {
  id: number
  unlessStale: (revision: Date) => void
}

export interface MadeWebhook {
  id: number
  secret: string
}

/** Each write of staff on an endpoint, with its audit entry, which has only the origin of the address. */
export default class SaveWebhook {
  /** @throws ValidationException for an address inside the network, ConflictException if there are too many */
  async create({ url, types, enabled = true }: Fields, write: StaffWrite): Promise<MadeWebhook> {
    await refuseInside(url)
    let secret = ''
    const { id } = await audited('create', write, async (client) => {
      // Two writers must not both make the last one.
      await client.rawQuery('lock table webhooks in share row exclusive mode')
      const [{ count }] = await client.from('webhooks').count('* as count')
      if (Number(count) >= MAX_WEBHOOKS) {
        throw new ConflictException(`There are ${MAX_WEBHOOKS} webhooks already: delete one first.`)
      }
      const row = new Webhook().useTransaction(client)
      const userId = write.origin.actorId
      row.merge({ id: await Webhook.nextId(client), url, types, enabled: true, userId })
      secret = row.renewSecret()
      row.switch(enabled)
      await row.save()
      return { row, after: factsOf(row) }
    })
    return { id, secret }
  }

  /** @throws NotFoundException, PreconditionFailedException, ValidationException */
  async update({ enabled, ...fields }: Partial<Fields>, change: Change): Promise<void> {
    if (fields.url !== undefined) await refuseInside(fields.url)
    await audited('update', change, async (client) => {
      const row = await found(change, client)
      const before = factsOf(row)
      row.merge(fields)
      if (enabled !== undefined) row.switch(enabled)
      await row.save()
      return { row, before, after: factsOf(row) }
    })
  }

  /** Makes another secret. Both sign for a day. @throws NotFoundException */
  async rotate(change: Change): Promise<MadeWebhook> {
    let secret = ''
    const { id } = await audited('rotate', change, async (client) => {
      const row = await found(change, client)
      secret = row.renewSecret()
      await row.save()
      return { row }
    })
    return { id, secret }
  }

  /** With its deliveries. @throws NotFoundException, PreconditionFailedException */
  async delete(change: Change): Promise<void> {
    await audited('delete', change, async (client) => {
      const row = await found(change, client)
      await row.delete()
      await client.from('webhook_deliveries').where('webhook_id', row.id).delete()
      await IdempotencyKey.clearAnswers([`webhook:${row.id}`], client)
      return { row, before: factsOf(row) }
    })
  }
}

const audited = (
  verb: string,
  write: StaffWrite,
  run: Parameters<typeof auditedWrite<Webhook>>[2]
) => auditedWrite({ targetType: 'webhook', verb }, write, run)

async function found(
  { id, unlessStale }: Change,
  client: TransactionClientContract
): Promise<Webhook> {
  const row = await Webhook.query({ client }).where('id', id).forUpdate().first()
  if (!row) throw new NotFoundException('webhook')
  unlessStale(row.updatedAt.toJSDate())
  return row
}

const factsOf = ({ url, types, enabled }: Webhook) => ({ site: originOfUrl(url), types, enabled })

async function refuseInside(url: string) {
  if (await mayCall(new URL(url))) return
  const detail =
    'url leads to an address that is not one of the Internet. WEBHOOK_ALLOW names networks that may be called.'
  throw new ValidationException([{ pointer: '/url', rule: 'address', detail }])
}
