import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { AuditEntrySchema } from '#database/schema'
import type { AuditedType, Facts, Origin } from '#domain/moderation'

export interface Act {
  action: string
  targetType: AuditedType
  targetId: number
  subjectId?: number | null
  reason?: string | null
  until?: DateTime | null
  before?: Facts
  after?: Facts
  batchId?: string | null
}

/** The database numbers, dates and chains the entries. */
export default class AuditEntry extends AuditEntrySchema {
  /** Must be the last statement of a transaction: all other writers of the log wait for its end. */
  static async record(
    { before = {}, after = {}, ...act }: Act,
    { actorId, transport, osUser, host, requestId }: Origin,
    client: TransactionClientContract
  ): Promise<AuditEntry> {
    const by = { actorId, origin: transport, osUser, host, requestId }
    return this.create({ ...act, before, after, ...by }, { client })
  }

  /** The same for many entries in one statement. @returns their ids, in the order of the acts */
  static async recordMany(
    acts: Act[],
    { actorId, transport, osUser, host, requestId }: Origin,
    client: TransactionClientContract
  ): Promise<number[]> {
    if (acts.length === 0) return []
    const by = {
      actor_id: actorId,
      origin: transport,
      os_user: osUser,
      host,
      request_id: requestId,
    }
    const rows = acts.map(({ action, reason, until, before = {}, after = {}, ...act }) => ({
      ...by,
      action,
      target_type: act.targetType,
      target_id: act.targetId,
      subject_id: act.subjectId ?? null,
      reason: reason ?? null,
      until: until?.toJSDate() ?? null,
      before,
      after,
      batch_id: act.batchId ?? null,
    }))
    // A plan from when the log was short would read the whole log for each row.
    await client.rawQuery('discard plans')
    const written: { id: number }[] = await client
      .table('audit_entries')
      .multiInsert(rows)
      .returning('id')
    return written.map(({ id }) => id)
  }
}
