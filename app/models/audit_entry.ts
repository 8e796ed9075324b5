import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { DateTime } from 'luxon'
import { AuditEntrySchema } from '#database/schema'
import type { AuditedType, Facts, Origin } from '#domain/moderation'

/** What an act says of itself. */
export interface Act {
  action: string
  targetType: AuditedType
  targetId: number
  /** The user whom it concerns. */
  subjectId?: number | null
  reason?: string | null
  until?: DateTime | null
  /** What the act changed, as it was and as it is. */
  before?: Facts
  after?: Facts
  batchId?: string | null
}

/** An entry of the audit log, which the database numbers, dates and chains. */
export default class AuditEntry extends AuditEntrySchema {
  /**
   * Writes an entry in the transaction of the act: as its last statement, since all others who
   * write an entry wait for its end.
   */
  static async record(
    { before = {}, after = {}, ...act }: Act,
    { actorId, transport, osUser, host, requestId }: Origin,
    client: TransactionClientContract
  ): Promise<AuditEntry> {
    const by = { actorId, origin: transport, osUser, host, requestId }
    return this.create({ ...act, before, after, ...by }, { client })
  }

  /**
   * Writes many entries by one statement, in the same place of a transaction.
   *
   * @returns their ids, in the order of the acts
   */
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
    // The trigger looks for the last entry. A plan from when the log was short would read all of it, for each row.
    await client.rawQuery('discard plans')
    const written: { id: number }[] = await client
      .table('audit_entries')
      .multiInsert(rows)
      .returning('id')
    return written.map(({ id }) => id)
  }
}
