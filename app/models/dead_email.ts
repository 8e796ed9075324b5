import { createHmac } from 'node:crypto'
import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DeadEmailSchema } from '#database/schema'
import { keyFor } from '#security/keys'

/** An address whose mails bounce. It gets none until it is confirmed again. */
export default class DeadEmail extends DeadEmailSchema {
  /** A keyed digest: the table reveals no address, and does not store those of erased users. */
  static digestOf(email: string): string {
    return createHmac('sha256', keyFor('dead e-mail'))
      .update(email.toLowerCase())
      .digest('base64url')
  }

  static async has(email: string): Promise<boolean> {
    return (await this.find(this.digestOf(email))) !== null
  }

  static async mark(
    emails: string[],
    client: QueryClientContract = db.connection()
  ): Promise<void> {
    const digests = [...new Set(emails.map((email) => this.digestOf(email)))]
    await client.rawQuery(
      `insert into dead_emails (digest) select unnest(:digests::text[]) on conflict do nothing`,
      { digests } as Record<string, any>
    )
  }

  static async revive(email: string, client: QueryClientContract): Promise<void> {
    await client.from('dead_emails').where('digest', this.digestOf(email)).delete()
  }
}
