import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { BarredEmailSchema } from '#database/schema'
import { barDigest, digestFor, holdsNow } from '#models/bar'

/** An erased account's e-mail, which can't sign up before the sanction ends. */
export default class BarredEmail extends BarredEmailSchema {
  static digestOf(email: string): string {
    return digestFor('barred e-mail', email.toLowerCase())
  }

  static async isBarred(email: string): Promise<boolean> {
    const barred = await this.find(this.digestOf(email))
    return barred !== null && holdsNow(barred)
  }

  /** @param ends those of its sanctions; null is for good */
  static bar(email: string, ends: (DateTime | null)[], client: QueryClientContract) {
    return barDigest('barred_emails', { digest: this.digestOf(email), ends }, client)
  }
}
