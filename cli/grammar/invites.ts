import { Option, type Command } from 'commander'
import { addListOptions, dryRunOption, id, wholeNumber } from '#cli/grammar/options'
import { accepted, moment } from '#cli/moment'
import type { Dispatch } from '#cli/invocation'
import { invite } from '#resources/invite'

/** Invites of the acting account. */
export function addInviteCommands(plaza: Command, dispatch: Dispatch) {
  const invites = plaza.command('invites').description('Your invites to sign up')
  addListOptions(invites.command('list'))
    .description('List them, newest first')
    .action(
      dispatch(() => import('#cli/commands/list'), {
        params: { subject: invite, parameters: {} },
      })
    )
  invites
    .command('create')
    .description('Make an invite: a link, which is shown once, or a mail')
    .addOption(
      new Option('--uses <number>', 'accounts that it is good for (default: 1)').argParser(
        wholeNumber
      )
    )
    .addOption(
      new Option('--expires <when>', `when it ends: ${accepted} (default: in a week)`).argParser(
        (text) => moment(text, 1)
      )
    )
    .option('--role <name>', 'role of the new accounts')
    .option('--email <address>', 'mail it there, only for this e-mail')
    .action(dispatch(() => import('#cli/commands/invites/create')))
  invites
    .command('revoke')
    .description('End an invite at once')
    .argument('<id>', 'id of the invite', id)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/invites/revoke')))
}
