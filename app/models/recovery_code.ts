import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import { RecoveryCodeSchema } from '#database/schema'
import { digestOfRecoveryCode, newRecoveryCodes } from '#security/recovery_codes'

/** A code that stands in for a lost authenticator, once. */
export default class RecoveryCode extends RecoveryCodeSchema {
  /** Replaces the codes of a user. @returns the new ones, which are stored as digests alone */
  static async renew(userId: number, client: TransactionClientContract): Promise<string[]> {
    const codes = newRecoveryCodes()
    await this.deleteAll(userId, client)
    const rows = codes.map((code) => ({ user_id: userId, digest: digestOfRecoveryCode(code) }))
    await client.table('recovery_codes').multiInsert(rows)
    return codes
  }

  /** Uses a code up. @returns false for a wrong code, and for one that was used already */
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
