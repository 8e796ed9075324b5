import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { LucidModel, LucidRow } from '@adonisjs/lucid/types/model'
import DataLoader from 'dataloader'

interface Change {
  id: number
  columns: Record<string, unknown>
}

/** Makes `save` of rows locked by the transaction write equal changes in one statement; hooks still run. */
export function batchSaves(
  rows: (LucidRow & { id: number })[],
  client: TransactionClientContract
): void {
  if (rows.length === 0) return
  const Model = rows[0].constructor as LucidModel
  const changes = new DataLoader<Change, void>(
    async (batch) => {
      for (const { ids, columns } of alike(batch)) {
        await Model.query({ client }).whereIn('id', ids).update(columns)
      }
      return batch.map(() => undefined)
    },
    { cache: false }
  )
  for (const row of rows) {
    const { id } = row
    // Lucid asks a row for the query that writes it.
    const query = row.$getQueryFor.bind(row) as (...args: unknown[]) => unknown
    row.$getQueryFor = ((action: string, ...rest: unknown[]) => {
      if (action !== 'update') return query(action, ...rest)
      return { update: (columns: Change['columns']) => changes.load({ id, columns }) }
    }) as typeof row.$getQueryFor
  }
}

function alike(batch: readonly Change[]) {
  const groups = new Map<string, { ids: number[]; columns: Change['columns'] }>()
  for (const { id, columns } of batch) {
    const key = JSON.stringify(columns)
    const group = groups.get(key)
    if (group) group.ids.push(id)
    else groups.set(key, { ids: [id], columns })
  }
  return groups.values()
}
