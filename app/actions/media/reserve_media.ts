import config from '@adonisjs/core/services/config'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import QuotaExceededException from '#exceptions/quota_exceeded_exception'

interface Reserved {
  userId: number
  bytes: number
}

/** Makes the row of an upload, which counts for the quota from now on. @returns its id @throws QuotaExceededException */
export async function reserveMedia(
  { userId, bytes }: Reserved,
  client: TransactionClientContract
): Promise<number> {
  await client.rawQuery(`select pg_advisory_xact_lock(hashtextextended('media quota', :userId))`, {
    userId,
  })
  const [{ used }] = await client
    .from('media')
    .where('user_id', userId)
    .whereNull('removed_at')
    .sum('uploaded_bytes as used')
  const left = config.get<number>('media.quota') - Number(used ?? 0)
  if (bytes > left) throw new QuotaExceededException(Math.max(left, 0))
  const [{ id }] = await client
    .table('media')
    .insert({ user_id: userId, uploaded_bytes: bytes })
    .returning('id')
  return id
}
