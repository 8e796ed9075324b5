import type { Command } from 'commander'
import { addListOptions, dryRunOption, reasonOption } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const file = 'JSON: the body of PUT /types/{name}, with the name'

export function addTypeCommands(plaza: Command, dispatch: Dispatch) {
  const types = plaza.command('types').description('Types of posts, with members of their own')
  const subject = 'types'
  addListOptions(types.command('list'))
    .description('List types')
    .action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters: {} } }))
  types
    .command('show')
    .description('Show a type with its schema')
    .argument('<type>', 'name of the type')
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  addFile(types.command('check'))
    .description('Check a type, and the posts that there are by it; nothing is changed')
    .action(dispatch(() => import('#cli/commands/types/apply'), { params: { isCheck: true } }))
  addFile(types.command('apply'))
    .description('Make or change a type')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/types/apply'), { params: { isCheck: false } }))
}

const addFile = (command: Command) =>
  command.argument('<file>', file).option('--force', 'keep a schema that present posts break')
