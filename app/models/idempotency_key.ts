import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { IdempotencyKeySchema } from '#database/schema'
import type { Mention } from '#http/idempotency'

export default class IdempotencyKey extends IdempotencyKeySchema {
  /** Clears answers that show deleted rows. The key stays, so that a late repetition creates nothing. */
  static async clearAnswers(
    mentions: Mention[],
    client: QueryClientContract,
    limit?: number
  ): Promise<number> {
    const { rowCount } = await client.rawQuery(
      `update idempotency_keys set headers = null, body = null, cleared_at = now()
       where ctid = any(array(
         select ctid from idempotency_keys
         where mentions && :mentions::text[] and cleared_at is null limit :limit for update
       ))`,
      { mentions, limit: limit ?? null } as Record<string, any>
    )
    return rowCount
  }
}
