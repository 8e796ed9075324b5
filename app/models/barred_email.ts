import { createHmac } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { DateTime } from 'luxon'
import { BarredEmailSchema } from '#database/schema'
import { keyFor } from '#security/keys'

/** An erased account's e-mail, which can't sign up before the sanction ends. */
export default class BarredEmail extends BarredEmailSchema {
  /** A keyed digest, so that no erased e-mail is stored. */
  static digestOf(email: string): string {
    return createHmac('sha256', keyFor('barred e-mail'))
      .update(email.toLowerCase())
      .digest('base64url')
  }

  static async isBarred(email: string): Promise<boolean> {
    const barred = await this.find(this.digestOf(email))
    return barred !== null && (barred.until === null || barred.until > DateTime.now())
  }

  /** Bars an e-mail until the latest end; null is for good. A later stored end stays. */
  static async bar(email: string, ends: (DateTime | null)[], client: QueryClientContract) {
    if (ends.length === 0) return
    const until = ends.includes(null)
      ? null
      : new Date(Math.max(...ends.map((end) => end!.toMillis())))
    await client.rawQuery(
      `insert into barred_emails (digest, until) values (:digest, :until)
       on conflict (digest) do update set until = case
         when barred_emails.until is null or excluded.until is null then null
         else greatest(barred_emails.until, excluded.until) end`,
      { digest: this.digestOf(email), until } as Record<string, any>
    )
  }
}
