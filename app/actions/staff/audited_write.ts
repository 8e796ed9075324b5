import type { QueryClientContract, TransactionClientContract } from '@adonisjs/lucid/types/database'
import AuditEntry from '#models/audit_entry'
import type { AuditedType, Facts, Origin } from '#domain/moderation'

export interface StaffWrite {
  reason?: string
  origin: Origin
  dryRun?: boolean
  client: QueryClientContract
}

interface Written<Row> {
  row: Row
  before?: Facts
  after?: Facts
  /** False if only its owner sees the row. The default is true. */
  isAudited?: boolean
}

/** Writes a row and its audit entry in one transaction. A dry run rolls both back. @returns the row */
export function auditedWrite<Row extends { id: number }>(
  { targetType, verb }: { targetType: AuditedType; verb: string },
  { reason, origin, dryRun, client }: StaffWrite,
  write: (client: TransactionClientContract) => Promise<Written<Row>>
): Promise<Row> {
  return client.transaction(async (trx) => {
    const { row, isAudited = true, ...facts } = await write(trx)
    const act = { action: `${targetType}.${verb}`, targetType, targetId: row.id }
    if (isAudited) await AuditEntry.record({ ...act, reason, ...facts }, origin, trx)
    if (dryRun) await trx.rollback()
    return row
  })
}
