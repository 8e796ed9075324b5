import type { Command } from 'commander'
import { dryRunOption, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const isLocal = true

/** The keys that sign access tokens: settings of this machine. */
export function addKeyCommands(plaza: Command, dispatch: Dispatch) {
  const keys = plaza.command('keys').description('The keys that sign access tokens')
  keys
    .command('list')
    .description('The ids of the keys, newest first')
    .action(dispatch(() => import('#cli/commands/keys/list'), { isLocal }))
  keys
    .command('generate')
    .description('Write a fresh APP_KEY and JWT_KEYS, for .env')
    .action(dispatch(() => import('#cli/commands/keys/generate'), { isLocal }))
  keys
    .command('rotate')
    .description('Put a new key first in JWT_KEYS; the others go on verifying')
    .option('--keep <number>', 'how many keys to keep, the new one included', wholeNumber, 3)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/keys/rotate'), { isLocal }))
}
