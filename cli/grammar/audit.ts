import type { Command } from 'commander'
import { outputOption, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

export function addAuditCommands(audit: Command, dispatch: Dispatch) {
  audit
    .command('tail')
    .description('The newest entries, oldest of them first')
    .option('-n, --lines <number>', 'how many', wholeNumber, 20)
    .option('-f, --follow', 'go on with those that come, until Ctrl-C')
    .action(dispatch(() => import('#cli/commands/audit/tail')))
  audit
    .command('verify')
    .description('Follow the chain of the log, and name the first entry that was tampered with')
    .action(dispatch(() => import('#cli/commands/audit/verify')))
  audit
    .command('export')
    .description('All entries as lines of JSON, oldest first')
    .addOption(outputOption())
    .action(dispatch(() => import('#cli/commands/audit/export')))
}
