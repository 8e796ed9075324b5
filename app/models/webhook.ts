import encryption from '@adonisjs/core/services/encryption'
import { beforeCreate } from '@adonisjs/lucid/orm'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { WebhookSchema } from '#database/schema'
import { dateOnce } from '#models/date_once'
import { ROTATION_HOURS } from '#domain/webhook'
import { newWebhookSecret } from '#webhooks/signature'

export default class Webhook extends WebhookSchema {
  @beforeCreate()
  static date(webhook: Webhook) {
    dateOnce(webhook)
  }

  /** Only for this id can the secret be decrypted, so the id comes first. */
  static async nextId(client: QueryClientContract): Promise<number> {
    const { rows } = await client.rawQuery(
      `select nextval(pg_get_serial_sequence('webhooks', 'id')) as id`
    )
    return Number(rows[0].id)
  }

  /** Gives it a new secret; a former one stays valid for a day. @returns the secret */
  renewSecret(): string {
    const secret = newWebhookSecret()
    if (this.secret !== undefined) {
      this.formerSecret = this.secret
      this.formerSecretEndsAt = DateTime.now().plus({ hours: ROTATION_HOURS })
    }
    this.secret = encryption.encrypt(secret, undefined, purposeFor(this.id))
    return secret
  }

  /** Newest first; none if APP_KEY is another one. */
  get validSecrets(): string[] {
    const { formerSecret, formerSecretEndsAt: end } = this
    const isFormerValid = formerSecret !== null && end !== null && end > DateTime.now()
    return [this.secret, ...(isFormerValid ? [formerSecret] : [])]
      .map((sealed) => encryption.decrypt<string>(sealed, purposeFor(this.id)))
      .filter((secret) => secret !== null)
  }

  /** Switched on, it starts without its earlier failures. */
  switch(enabled: boolean) {
    if (enabled === this.enabled) return
    this.enabled = enabled
    this.disabledAt = enabled ? null : DateTime.now()
    if (enabled) this.failingSince = null
  }
}

const purposeFor = (id: number) => `webhook:${id}`
