import type { Command } from 'commander'
import { outputOption, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

export function addAuditCommands(audit: Command, dispatch: Dispatch) {
  audit
    .command('tail')
    .description('Show the newest entries in order of time')
    .option('-n, --lines <number>', 'number of entries', wholeNumber, 20)
    .option('-f, --follow', 'keep showing new entries until Ctrl-C')
    .action(dispatch(() => import('#cli/commands/audit/tail')))
  audit
    .command('verify')
    .description('Verify the hash chain of the log, and name the first altered entry')
    .action(dispatch(() => import('#cli/commands/audit/verify')))
  audit
    .command('export')
    .description('Export all entries as JSON lines, oldest first')
    .addOption(outputOption())
    .action(dispatch(() => import('#cli/commands/audit/export')))
}
