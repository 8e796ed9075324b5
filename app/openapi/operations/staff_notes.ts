import { created, nothing, takes, type Operation } from '#openapi/operation'
import { page, read } from '#openapi/operations/staff_reads'
import {
  createNoteValidator,
  listNotesValidator,
  noteInUrlValidator,
  showNoteValidator,
} from '#validators/notes'
import { userValidator } from '#validators/staff'

const ranks = 'Only on users of a lower rank, so that no one reads notes on themselves.'

export const noteOperations: Record<string, Operation> = {
  'admin.users.notes.index': page(
    'UserNote',
    'List the notes on a user',
    `What staff tell each other, newest first. ${ranks}`,
    listNotesValidator,
    { path: userValidator, problems: ['not_found'] }
  ),
  'admin.users.notes.show': read('UserNote', 'Read a note on a user', ranks, {
    path: noteInUrlValidator,
    query: showNoteValidator,
  }),
  'admin.users.notes.store': {
    summary: 'Write a note on a user',
    description: `Only for staff; erasing the account deletes it. ${ranks}`,
    path: userValidator,
    body: takes(createNoteValidator, { text: 'Promised by mail to post no more advertisements.' }),
    problems: ['silenced'],
    answers: { 201: created('UserNote', ['ETag']) },
  },
  'admin.users.notes.destroy': {
    summary: 'Delete a note on a user',
    description: `The audit log keeps that it was there, but not its text. ${ranks}`,
    path: noteInUrlValidator,
    problems: ['silenced'],
    answers: { 204: nothing },
  },
}
