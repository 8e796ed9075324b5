import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { BarredIdentitySchema } from '#database/schema'
import SuspendedException from '#exceptions/suspended_exception'
import { barDigest, digestFor, holdsNow } from '#models/bar'
import type { Claims } from '#domain/oidc'

type Person = Pick<Claims, 'issuer' | 'subject'>

/** Who an erased account was at an issuer: there is no new account for it before the sanction ends. */
export default class BarredIdentity extends BarredIdentitySchema {
  static digestOf({ issuer, subject }: Person): string {
    return digestFor('barred identity', JSON.stringify([issuer, subject]))
  }

  /** @throws SuspendedException. Only who signed in at the issuer gets it */
  static async refuse(person: Person, client: QueryClientContract): Promise<void> {
    const barred = await this.find(this.digestOf(person), { client })
    if (barred && holdsNow(barred)) throw new SuspendedException(barred.until?.toJSDate() ?? null)
  }

  /** @param ends those of the account's sanctions; null is for good */
  static bar(person: Person, ends: (DateTime | null)[], client: QueryClientContract) {
    return barDigest('barred_identities', { digest: this.digestOf(person), ends }, client)
  }
}
