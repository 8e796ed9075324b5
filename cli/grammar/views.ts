import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { dataValue, filters } from '#cli/grammar/filters'
import { addListOptions, id, names } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { listNames } from '#domain/saved_view'

const means = 'id of the view'

/** Filters, order and columns of a list of staff, under a name. */
export function addViewCommands(plaza: Command, dispatch: Dispatch) {
  const views = plaza.command('views').description('Saved views of lists, own and shared ones')
  const subject = 'views'
  const list = addListOptions(views.command('list')).description('List saved views by name')
  for (const filter of Object.values(filters.views)) list.addOption(filter)
  const parameters = Object.fromEntries(
    Object.entries(filters.views).map(([name, option]) => [name, option.attributeName()])
  )
  list.action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters } }))
  views
    .command('show')
    .description('Show a saved view')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  const create = views
    .command('create')
    .description('Save a view of a list')
    .addOption(askFor(new Option('--name <text>', 'what it is chosen by'), 'Name'))
    .addOption(
      askFor(new Option('--list <list>', 'the list that it is of').choices(listNames), 'List')
    )
  addContents(create).action(dispatch(() => import('#cli/commands/views/save')))
  const update = views
    .command('update')
    .description('Change a saved view')
    .argument('<id>', means, id)
    .option('--name <text>', 'what it is chosen by')
  addContents(update)
    .option('--no-filter', 'without filters')
    .action(dispatch(() => import('#cli/commands/views/save')))
  views
    .command('delete')
    .description('Delete a saved view')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/views/delete')))
}

const addContents = (command: Command) =>
  command
    .addOption(
      new Option(
        '--filter <name=value>',
        'a parameter of the list, such as status=draft; it may be repeated, and replaces all filters'
      ).argParser(dataValue)
    )
    .option('--sort <order>', 'an order of the list')
    .option('--columns <names>', 'members of a row, in order, with commas between', names)
    .option('--shared', 'all staff who may read the list see it')
    .option('--no-shared', 'for its owner alone')
