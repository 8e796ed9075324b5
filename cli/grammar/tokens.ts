import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { dryRunOption, id, names, reasonOption, user } from '#cli/grammar/options'
import { accepted, moment } from '#cli/moment'
import type { Dispatch } from '#cli/invocation'

/** Personal tokens of the acting account, and of others. */
export function addTokenCommands(plaza: Command, dispatch: Dispatch) {
  const tokens = plaza.command('tokens').description('Personal tokens, for programs')
  tokens
    .command('list')
    .description('List your tokens, or those of a user')
    .addOption(userOption())
    .action(dispatch(() => import('#cli/commands/tokens/list')))
  tokens
    .command('create')
    .description('Make a token, which is shown once, for yourself or for a bot')
    .addOption(userOption())
    .addOption(askFor(new Option('--name <text>', 'its purpose'), 'Purpose'))
    .addOption(askFor(scopesOption(), 'Scopes (read, posts.publish …)', isAny))
    .addOption(expiresOption())
    .addOption(networksOption())
    .addOption(reasonOption())
    .action(dispatch(() => import('#cli/commands/tokens/create')))
  tokens
    .command('revoke')
    .description('End a token at once')
    .argument('<id>', 'id of the token', id)
    .addOption(userOption())
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/tokens/revoke')))
}

const userOption = () =>
  new Option('--user <user>', 'id, user name or e-mail (default: yourself)').argParser(user)

const scopesOption = () =>
  new Option('--scopes <names>', 'read, and permissions that the user has').argParser(names)

const isAny = (answer: string) => answer.trim() !== '' || 'Name one at least.'

const expiresOption = () =>
  new Option('--expires <when>', `when it ends: ${accepted} (default: in a year)`).argParser(
    (text) => moment(text, 1)
  )

const networksOption = () =>
  new Option('--networks <networks>', 'only from here: 192.0.2.0/24,2001:db8::/32').argParser(names)
