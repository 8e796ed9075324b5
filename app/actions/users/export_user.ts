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

interface ExportOfUser {
  pieces: AsyncIterable<string>
  entryId: number
}

/**
 * Exports all data of a user (GDPR, articles 15 and 20). @throws NotFoundException
 * @returns the pieces of a JSON text, and the id of the audit entry
 */
export default class ExportUser {
  async handle({ userId, origin, reason }: ExportUserInput): Promise<ExportOfUser> {
    const entry = await db.transaction(async (client) => {
      if (!(await User.find(userId, { client }))) throw new NotFoundException('user')
      const act = { action: 'user.export', targetType: 'user', targetId: userId } as const
      return AuditEntry.record({ ...act, subjectId: userId, reason }, origin, client)
    })
    return { pieces: exportOf(userId, origin.actorId), entryId: entry.id }
  }
}
