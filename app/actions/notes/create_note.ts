import type { QueryClientContract } from '@adonisjs/lucid/types/database'
import NotFoundException from '#exceptions/not_found_exception'
import AuditEntry from '#models/audit_entry'
import User from '#models/user'
import UserNote from '#models/user_note'
import type { Origin } from '#domain/moderation'

interface CreateNoteInput {
  userId: number
  authorId: number
  text: string
  origin: Origin
  client: QueryClientContract
}

/** The audit entry has only the note's id, so that the text is gone when the user is. @throws NotFoundException */
export default class CreateNote {
  handle({ userId, authorId, text, origin, client }: CreateNoteInput): Promise<UserNote> {
    return client.transaction(async (trx) => {
      const user = await User.query({ client: trx }).where('id', userId).forShare().first()
      if (!user) throw new NotFoundException('user')
      const note = await UserNote.create({ userId, authorId, text }, { client: trx })
      const act = { action: 'user.note', targetType: 'user', targetId: userId } as const
      const after = { note_id: note.id }
      await AuditEntry.record({ ...act, subjectId: userId, after }, origin, trx)
      return note
    })
  }
}
