import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel, LucidRow } from '@adonisjs/lucid/types/model'

export interface OwnInput {
  /** `updatedAt` must be the time of the last edit. */
  model: LucidModel
  id: number
  unlessStale: (revision: Date) => void
}

/** Locks a row until the transaction ends. @throws E_ROW_NOT_FOUND, PreconditionFailedException */
export async function lockedRow(
  { model, id, unlessStale }: OwnInput,
  client: TransactionClientContract
): Promise<LucidRow> {
  const row = await model.query({ client }).where('id', id).forUpdate().firstOrFail()
  unlessStale(row.$attributes.updatedAt.toJSDate())
  return row
}
