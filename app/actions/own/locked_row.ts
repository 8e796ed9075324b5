import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel, ModelQueryBuilderContract } from '@adonisjs/lucid/types/model'

export interface OwnInput<Model extends LucidModel = LucidModel> {
  /** `updatedAt` must be the time of the last edit. */
  model: Model
  id: number
  /** Narrows the rows that are found. */
  among?: (query: ModelQueryBuilderContract<Model>) => void
  unlessStale: (revision: Date) => void
}

/** Locks a row until the transaction ends. @throws E_ROW_NOT_FOUND, PreconditionFailedException */
export async function lockedRow<Model extends LucidModel>(
  { model, id, among = () => {}, unlessStale }: OwnInput<Model>,
  client: TransactionClientContract
): Promise<InstanceType<Model>> {
  const query = model.query({ client }).where('id', id).forUpdate()
  among(query)
  const row = await query.firstOrFail()
  unlessStale(row.$attributes.updatedAt.toJSDate())
  return row
}
