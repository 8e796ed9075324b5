import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import User from '#models/user'
import { exportOf } from '#queries/staff/user_export'
import type { Origin } from '#domain/moderation'

interface ExportUserInput {
  userId: number
  origin: Origin
  reason: string
}

/**
 * Hands out all that there is of a user, as the law lets them ask (GDPR, articles 15 and 20).
 *
 * @returns the pieces of a JSON text
 * @throws NotFoundException
 */
export default class ExportUser {
  async handle({ userId, origin, reason }: ExportUserInput): Promise<AsyncIterable<string>> {
    await db.transaction(async (client) => {
      if (!(await User.find(userId, { client }))) throw new NotFoundException('user')
      const act = { action: 'user.export', targetType: 'user', targetId: userId } as const
      await AuditEntry.record({ ...act, subjectId: userId, reason }, origin, client)
    })
    return exportOf(userId, origin.actorId)
  }
}
