import db from '@adonisjs/lucid/services/db'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import IdempotencyKey from '#models/idempotency_key'
import UserNote from '#models/user_note'
import type { Origin } from '#domain/moderation'

interface DeleteNoteInput {
  userId: number
  id: number
  origin: Origin
  unlessStale: (revision: Date) => void
}

/** @throws NotFoundException if there is no such note on the user */
export default class DeleteNote {
  handle({ userId, id, origin, unlessStale }: DeleteNoteInput): Promise<void> {
    return db.transaction(async (client) => {
      const note = await UserNote.query({ client }).where({ id, userId }).forUpdate().first()
      if (!note) throw new NotFoundException('note')
      unlessStale(note.createdAt.toJSDate())
      await note.delete()
      await IdempotencyKey.clearAnswers([`user_note:${id}`], client)
      const act = { action: 'user.delete_note', targetType: 'user', targetId: userId } as const
      const before = { note_id: id }
      await AuditEntry.record({ ...act, subjectId: userId, before }, origin, client)
    })
  }
}
