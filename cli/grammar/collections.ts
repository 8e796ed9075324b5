import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { addListOptions, dryRunOption, id, reasonOption } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'slug of the collection'

/** Lists of posts in an order of staff. */
export function addCollectionCommands(plaza: Command, dispatch: Dispatch) {
  const collections = plaza.command('collections').description('Lists of posts in an order by hand')
  const subject = 'collections'
  addListOptions(collections.command('list'))
    .description('List collections')
    .action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters: {} } }))
  collections
    .command('show')
    .description('Show a collection')
    .argument('<collection>', means)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  addSaving(collections.command('create'))
    .description('Make a collection')
    .addOption(askFor(new Option('--title <text>', 'its title'), 'Title'))
    .action(dispatch(() => import('#cli/commands/collections/save')))
  addSaving(collections.command('update'))
    .description('Change a collection')
    .argument('<collection>', means)
    .option('--title <text>', 'its title')
    .action(dispatch(() => import('#cli/commands/collections/save')))
  collections
    .command('order')
    .description('Choose the posts of a collection, in their order')
    .argument('<slug>', means)
    .argument('[ids...]', 'ids of the posts', (text: string, before: string[] = []) => [
      ...before,
      id(text),
    ])
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/collections/order')))
  collections
    .command('delete')
    .description('Delete a collection; its posts stay')
    .argument('<collection>', means)
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/collections/delete')))
}

const addSaving = (command: Command) =>
  command
    .option('--slug <slug>', 'its name in addresses (default: made of the title)')
    .option('--description <text>', 'what it is for')
    .addOption(reasonOption())
    .addOption(dryRunOption())
