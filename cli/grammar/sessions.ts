import { Argument, type Command } from 'commander'
import type { Dispatch } from '#cli/invocation'

export function addSessionCommands(plaza: Command, dispatch: Dispatch) {
  plaza
    .command('login')
    .description('Sign in to the server at --remote')
    .option('--username <name>', 'user name or e-mail (default: ask)')
    .option('--password-stdin', 'read the password from standard input')
    .option('--code <code>', 'code of the second factor, or a recovery code (default: ask)')
    .action(dispatch(() => import('#cli/commands/login')))
  plaza
    .command('logout')
    .description('End the session at --remote')
    .action(dispatch(() => import('#cli/commands/logout')))
  plaza
    .command('whoami')
    .description('Show the account that commands act as, here or at --remote')
    .action(dispatch(() => import('#cli/commands/whoami')))
  plaza
    .command('version')
    .description('Show the versions of Plaza and Node')
    .action(dispatch(() => import('#cli/commands/version'), { isLocal: true }))
  plaza
    .command('completion')
    .description('Print a completion script: source <(plaza completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(dispatch(() => import('#cli/commands/completion'), { isLocal: true }))
  plaza
    .command('help')
    .description('Show help for a command, or for exit-codes')
    .argument('[command...]')
    .action(dispatch(() => import('#cli/commands/help'), { isLocal: true }))
}
