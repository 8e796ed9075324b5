import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import { sendsMails } from '#mail/availability'
import { queueMails } from '#mail/outbox'
import AuditEntry from '#models/audit_entry'
import SignUp from '#models/sign_up'
import { findAuditEntry, type WrittenEntry } from '#queries/staff/list_audit'
import type { Origin } from '#domain/moderation'

interface RejectInput {
  id: number
  /** The applicant reads it. */
  reason: string
  origin: Origin
  client: QueryClientContract
}

/** Deletes an application, and tells the applicant by mail. @throws NotFoundException */
export default class RejectApplication {
  handle({ id, reason, origin, client }: RejectInput): Promise<WrittenEntry> {
    return client.transaction(async (trx) => {
      const application = await SignUp.lockedApplication(id, trx)
      if (!application) throw new NotFoundException('application')
      if (sendsMails()) {
        await application.reject(reason)
        await queueMails([{ kind: 'application_rejected', id }], trx)
      } else await application.delete()
      const act = { action: 'user.reject', targetType: 'application', targetId: id } as const
      const entry = await AuditEntry.record({ ...act, reason }, origin, trx)
      return findAuditEntry(entry.id, { client: trx })
    })
  }
}
