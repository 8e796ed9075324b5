import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { RecoveryCodeSchema } from '#database/schema'
import { digestOfRecoveryCode, newRecoveryCodes } from '#security/recovery_codes'

/** Stands in for a lost authenticator, once. */
export default class RecoveryCode extends RecoveryCodeSchema {
  /** Replaces a user's codes. @returns the new codes, which are stored only as digests */
  static async renew(userId: number, client: TransactionClientContract): Promise<string[]> {
    const codes = newRecoveryCodes()
    await this.deleteAll(userId, client)
    const rows = codes.map((code) => ({ user_id: userId, digest: digestOfRecoveryCode(code) }))
    await client.table('recovery_codes').multiInsert(rows)
    return codes
  }

  /** @returns false for a wrong or used code */
  static async use(
    userId: number,
    code: string,
    client: TransactionClientContract
  ): Promise<boolean> {
    const used: unknown[] = await client
      .from('recovery_codes')
      .where({ user_id: userId, digest: digestOfRecoveryCode(code) })
      .delete()
      .returning('user_id')
    return used.length > 0
  }

  static async deleteAll(userId: number, client: TransactionClientContract): Promise<void> {
    await client.from('recovery_codes').where('user_id', userId).delete()
  }
}
