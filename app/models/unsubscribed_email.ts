import db from '@adonisjs/lucid/services/db'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import config from '@adonisjs/core/services/config'
import { UnsubscribedEmailSchema } from '#database/schema'
import { digestFor } from '#models/bar'
import { keyFor } from '#security/keys'
import { readSignedText, signText } from '#security/signed_text'

const PURPOSE = 'unsubscribe'

/** An address that wants no mails but those about an account of its own. */
export default class UnsubscribedEmail extends UnsubscribedEmailSchema {
  static digestOf(email: string): string {
    return digestFor('unsubscribed e-mail', email.toLowerCase())
  }

  static async has(email: string): Promise<boolean> {
    return (await this.find(this.digestOf(email))) !== null
  }

  /** For `List-Unsubscribe` (RFC 8058). It never expires, and tells of no address. */
  static linkFor(email: string): string {
    const token = signText(this.digestOf(email), PURPOSE, keyFor(PURPOSE))
    return config.get<string>('mail.unsubscribe').replace('{token}', token)
  }

  /** @returns whether the token is one of {@link linkFor} */
  static async unsubscribe(token: string, client: QueryClientContract = db.connection()) {
    const digest = readSignedText(token, PURPOSE, keyFor(PURPOSE))
    if (digest === null) return false
    await client.table('unsubscribed_emails').insert({ digest }).onConflict('digest').ignore()
    return true
  }
}
