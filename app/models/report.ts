import { belongsTo } from '@adonisjs/lucid/orm'
import type { TransactionClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { ReportSchema } from '#database/schema'
import User from '#models/user'
import type { TargetType } from '#support/moderation'

/** What one user has to say of a post, a comment or another user. */
export default class Report extends ReportSchema {
  @belongsTo(() => User, { foreignKey: 'reporterId' })
  declare reporter: BelongsTo<typeof User>

  /** The open reports on the same target, locked: whoever handles them too waits, and finds none. */
  static openOn(
    { targetType, targetId }: { targetType: TargetType; targetId: number },
    client: TransactionClientContract
  ) {
    return this.query({ client })
      .where({ targetType, targetId, status: 'open' })
      .orderBy('id')
      .forUpdate()
  }
}
