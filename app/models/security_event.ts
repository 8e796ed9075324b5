import db from '@adonisjs/lucid/services/db'
import { belongsTo } from '@adonisjs/lucid/orm'
import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import type { BelongsTo } from '@adonisjs/lucid/types/relations'
import { SecurityEventSchema } from '#database/schema'
import User from '#models/user'
import type { SecurityEventName, Source } from '#domain/security_event'

export default class SecurityEvent extends SecurityEventSchema {
  @belongsTo(() => User)
  declare user: BelongsTo<typeof User>

  static record(
    event: SecurityEventName,
    { userId, source }: { userId: number; source: Source | null },
    client: QueryClientContract = db.connection()
  ): Promise<SecurityEvent> {
    const { address = null, userAgent = null } = source ?? {}
    const agent = userAgent?.slice(0, 300) ?? null
    return this.create({ userId, event, address, userAgent: agent }, { client })
  }
}
