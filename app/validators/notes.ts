import vine from '@vinejs/vine'
import { MAX_NOTE_CHARACTERS, userNote } from '#resources/user_note'
import { askedMembersOf } from '#validators/asked_members'
import { listValidator } from '#validators/list_parameters'
import { idInUrl, text, userReference } from '#validators/rules'

export const noteInUrlValidator = vine.create({ user: userReference(), id: idInUrl() })

export const createNoteValidator = vine.create({ text: text(MAX_NOTE_CHARACTERS) })

export const showNoteValidator = askedMembersOf(userNote.views.UserNote)

export const listNotesValidator = listValidator(userNote, 'UserNote')
