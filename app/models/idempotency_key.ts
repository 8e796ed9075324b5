import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import { IdempotencyKeySchema } from '#database/schema'
import type { Mention } from '#http/idempotency'

/** A key that a POST came with, and the answer that its repetitions get. */
export default class IdempotencyKey extends IdempotencyKeySchema {
  /**
   * Clears the stored answers that show one of these rows, as soon as they are erased, deleted or
   * trashed: a copy must not outlive its row. The key stays, so a late repetition creates nothing.
   *
   * @param limit how many at most, for work in batches
   * @returns how many it cleared
   */
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
