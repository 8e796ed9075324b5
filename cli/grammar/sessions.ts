import { Argument, type Command } from 'commander'
import type { Dispatch } from '#cli/invocation'

export function addSessionCommands(plaza: Command, dispatch: Dispatch) {
  plaza
    .command('login')
    .description('Sign in at --remote; the session is kept for you alone')
    .option('--username <name>', 'user name or e-mail; asked for when missing')
    .option('--password-stdin', 'read the password from standard input')
    .action(dispatch(() => import('#cli/commands/login')))
  plaza
    .command('logout')
    .description('End the session at --remote')
    .action(dispatch(() => import('#cli/commands/logout')))
  plaza
    .command('whoami')
    .description('As whom commands act, here or at --remote')
    .action(dispatch(() => import('#cli/commands/whoami')))
  plaza
    .command('version')
    .description('The version of Plaza, and of the Node that runs it')
    .action(dispatch(() => import('#cli/commands/version'), { isLocal: true }))
  plaza
    .command('completion')
    .description('A script that completes commands: source <(plaza completion bash)')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
    .action(dispatch(() => import('#cli/commands/completion'), { isLocal: true }))
  plaza
    .command('help')
    .description('Help on a command, or on exit-codes')
    .argument('[command...]')
    .action(dispatch(() => import('#cli/commands/help'), { isLocal: true }))
}
