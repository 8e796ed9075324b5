import { createHmac } from 'node:crypto'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { BarredEmailSchema } from '#database/schema'
import { keyFor } from '#security/keys'

/** An e-mail that can't sign up until a sanction ends, which its account did not outlive. */
export default class BarredEmail extends BarredEmailSchema {
  /** A keyed digest in place of the e-mail, which nothing keeps of an account that was erased. */
  static digestOf(email: string): string {
    return createHmac('sha256', keyFor('barred e-mail'))
      .update(email.toLowerCase())
      .digest('base64url')
  }

  /** Bars an e-mail until the latest of these ends; null is for good. An end that lies further off stays. */
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
