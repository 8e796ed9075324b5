import { embed } from '#resources/definition/embedding'
import { integer, text, time } from '#resources/definition/members'
import { defineResource } from '#resources/definition/resource'
import { newestFirst } from '#resources/definition/sorts'
import { user } from '#resources/user'

export const MAX_NOTE_CHARACTERS = 2000

/** Notes of staff for each other about a user. The user's export has them without their authors. */
export const userNote = defineResource({
  table: 'user_notes',
  joins: 'left join authors as users on users.id = user_notes.author_id',
  revision: 'created_at',
  members: {
    id: integer({ example: 3, cli: { column: true } }),
    text: text({
      description: 'Only for staff.',
      example: 'Promised by mail to post no more advertisements.',
      exported: true,
      cli: { column: 'elastic' },
    }),
    author: embed(user.views.Author, {
      description: 'Who wrote it; null once the account is erased.',
      cli: { column: true, after: 'created_at' },
    }),
    created_at: time({ exported: true, cli: { label: 'Time', column: 'minute', after: 'id' } }),
  },
  sorts: newestFirst('user_notes'),
  views: { UserNote: { for: 'staff' } },
})
