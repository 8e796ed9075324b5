import type { Command } from 'commander'
import type { Dispatch } from '#cli/invocation'
import { addListOptions, id, user } from '#cli/grammar/options'

const means = 'id, user name or e-mail'

/** Notes of staff about a user. */
export function addNoteCommands(users: Command, dispatch: Dispatch) {
  addListOptions(users.command('notes'))
    .description('List what staff noted about a user, newest first')
    .argument('<user>', means, user)
    .action(dispatch(() => import('#cli/commands/users/notes/list')))
  users
    .command('note')
    .description('Write a note about a user, only for staff')
    .argument('<user>', means, user)
    .argument('<text>', '1 to 2000 characters')
    .action(dispatch(() => import('#cli/commands/users/notes/create')))
  users
    .command('delete-note')
    .description('Delete a note about a user')
    .argument('<user>', means, user)
    .argument('<id>', 'id of the note', id)
    .action(dispatch(() => import('#cli/commands/users/notes/delete')))
}
