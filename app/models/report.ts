import { belongsTo } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ReportSchema } from '#database/schema'
import User from '#models/user'
import type { TargetType } from '#domain/moderation'

interface Target {
  targetType: TargetType
  targetId: number
}

export default class Report extends ReportSchema {
  @belongsTo(() => User, { foreignKey: 'reporterId' })
  declare reporter: BelongsTo<typeof User>

  /** Locks the open reports on a target: a second handler waits, then finds none. */
  static openOn({ targetType, targetId }: Target, client: TransactionClientContract) {
    return this.query({ client })
      .where({ targetType, targetId, status: 'open' })
      .orderBy('id')
      .forUpdate()
  }

  static close(
    reports: Report[],
    status: 'resolved' | 'dismissed',
    client: TransactionClientContract
  ) {
    return this.#change(reports, `status = :status, closed_at = now()`, { status }, client)
  }

  static assign(reports: Report[], assigneeId: number | null, client: TransactionClientContract) {
    return this.#change(reports, `assignee_id = :assigneeId`, { assigneeId }, client)
  }

  static async #change(
    reports: Report[],
    assignments: string,
    values: Record<string, string | number | null>,
    client: TransactionClientContract
  ) {
    const ids = reports.map(({ id }) => id)
    await client.rawQuery(
      `update reports set ${assignments}, updated_at = now() where id = any(:ids)`,
      { ...values, ids } as Record<string, any>
    )
  }
}
