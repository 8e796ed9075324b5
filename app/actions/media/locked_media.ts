import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'

export interface ChangeMediaInput {
  id: number
  userId: number
  unlessStale: (revision: Date) => void
}

/** Locks a file of its owner until the transaction ends. @throws NotFoundException, PreconditionFailedException */
export async function lockedMedia(
  { id, userId, unlessStale }: ChangeMediaInput,
  client: TransactionClientContract
): Promise<{ file_id: number; focal_x: number; focal_y: number }> {
  const row = await client
    .from('media')
    .where({ id, user_id: userId })
    .whereNotNull('file_id')
    .forUpdate()
    .first()
  if (!row) throw new NotFoundException('file')
  unlessStale(row.updated_at)
  return row
}
