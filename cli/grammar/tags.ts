import { InvalidArgumentError, Option, type Command } from 'commander'
import { addListOptions, dryRunOption, reasonOption } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'name or slug of the tag'

export function addTagCommands(plaza: Command, dispatch: Dispatch) {
  const tags = plaza.command('tags').description('List, change, join and delete tags')
  addListOptions(tags.command('list'))
    .description('List tags, with how many posts each has')
    .option('--search <text>', 'whose name begins so')
    .addOption(
      new Option('--sort <order>', 'by name, or popular ones first').choices(['name', 'popular'])
    )
    .action(
      dispatch(() => import('#cli/commands/list'), { params: { subject: 'tags', parameters } })
    )
  tags
    .command('show')
    .description('Show a tag, or the one that it leads to')
    .argument('<tag>', means, tag)
    .action(dispatch(() => import('#cli/commands/tags/show')))
  addSaving(tags.command('create'))
    .description('Make a tag')
    .argument('<name>', 'its name, such as "City Life"', tag)
    .action(dispatch(() => import('#cli/commands/tags/save'), { params: { isEdit: false } }))
  addSaving(tags.command('update'))
    .description('Change a tag; an old slug leads to the new one')
    .argument('<tag>', means, tag)
    .option('--name <name>', 'its name')
    .action(dispatch(() => import('#cli/commands/tags/save'), { params: { isEdit: true } }))
  addStaffOptions(tags.command('delete'))
    .description('Take a tag off all posts')
    .argument('<tag>', means, tag)
    .action(dispatch(() => import('#cli/commands/tags/delete')))
  addStaffOptions(tags.command('merge'))
    .description('Give the posts of a tag another tag; the old slug leads to it')
    .argument('<tag>', means, tag)
    .argument('<into>', 'name or slug of the other tag', tag)
    .action(dispatch(() => import('#cli/commands/tags/delete')))
}

const parameters = { search: 'search', sort: 'sort' }

const addSaving = (command: Command) =>
  addStaffOptions(
    command
      .option('--slug <slug>', 'its name in addresses (default: made of the name)')
      .option('--description <text>', 'what it is for')
  )

const addStaffOptions = (command: Command) =>
  command.addOption(reasonOption()).addOption(dryRunOption())

function tag(text: string): string {
  if (/[\p{L}\p{N}]/u.test(text)) return text
  throw new InvalidArgumentError('A tag needs a letter or a digit.')
}
