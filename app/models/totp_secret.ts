import encryption from '@adonisjs/core/services/encryption'
import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import { TotpSecretSchema } from '#database/schema'
import { totpStep } from '#security/totp'

/** The secret of a user's authenticator app: a second factor after its first code. */
export default class TotpSecret extends TotpSecretSchema {
  /** Only for this user can it be decrypted. */
  static seal(secret: string, userId: number): string {
    return encryption.encrypt(secret, undefined, purposeFor(userId))
  }

  /** @returns null if APP_KEY is another one */
  static open(sealed: string, userId: number): string | null {
    return encryption.decrypt<string>(sealed, purposeFor(userId))
  }

  static of(userId: number, client: QueryClientContract): Promise<TotpSecret | null> {
    return this.query({ client }).where({ userId }).forUpdate().first()
  }

  /** @returns false for a wrong or used code */
  static async use(
    userId: number,
    code: string,
    client: TransactionClientContract
  ): Promise<boolean> {
    const known = await this.of(userId, client)
    return known?.confirmedAt ? known.use(code) : false
  }

  /** Needs the lock of its row. */
  async use(code: string): Promise<boolean> {
    const secret = TotpSecret.open(this.secret, this.userId)
    if (secret === null) return false
    const step = totpStep(secret, code.replaceAll(/\s/g, ''))
    if (step === null || step <= this.lastStep) return false
    this.lastStep = step
    await this.save()
    return true
  }
}

const purposeFor = (userId: number) => `totp:${userId}`
