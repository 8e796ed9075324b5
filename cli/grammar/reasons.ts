import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { addListOptions, id } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'id of the reason'

export function addReasonCommands(plaza: Command, dispatch: Dispatch) {
  const reasons = plaza.command('reasons').description('Reasons that staff give often')
  const subject = 'reasons'
  addListOptions(reasons.command('list'))
    .description('List reasons by title')
    .action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters: {} } }))
  reasons
    .command('show')
    .description('Show a reason')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  reasons
    .command('create')
    .description('Make a reason to choose from')
    .addOption(askFor(new Option('--title <text>', 'what it is chosen by'), 'Title'))
    .addOption(askFor(new Option('--text <text>', 'the reason itself'), 'Reason'))
    .action(dispatch(() => import('#cli/commands/reasons/save')))
  reasons
    .command('update')
    .description('Change a reason')
    .argument('<id>', means, id)
    .option('--title <text>', 'what it is chosen by')
    .option('--text <text>', 'the reason itself')
    .action(dispatch(() => import('#cli/commands/reasons/save')))
  reasons
    .command('delete')
    .description('Delete a reason')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/reasons/delete')))
}
