import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { addListOptions, dryRunOption, id } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import type { Member } from '#resources/definition/members'
import type { Resource } from '#resources/definition/resource'

/** Five commands for each resource that belongs to one user, by its definition. */
export function addOwnCommands(plaza: Command, dispatch: Dispatch, resources: Resource[]) {
  for (const resource of resources) addCommandsOf(resource, plaza, dispatch)
}

function addCommandsOf(resource: Resource, plaza: Command, dispatch: Dispatch) {
  const { table } = resource
  const name = table.replaceAll('_', '-')
  const means = 'its id'
  const own = plaza.command(name).description(`Your own ${table.replaceAll('_', ' ')}`)
  addListOptions(own.command('list'))
    .description('List them, newest first')
    .action(
      dispatch(() => import('#cli/commands/list'), {
        params: { subject: resource, parameters: {} },
      })
    )
  own
    .command('show')
    .description('Show one in full')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject: resource } }))
  withOptions(own.command('create'), resource, { isNew: true })
    .description('Create one')
    .action(dispatch(() => import('#cli/commands/own/save'), { params: { resource } }))
  withOptions(own.command('update').argument('<id>', means, id), resource, { isNew: false })
    .description('Change one')
    .action(dispatch(() => import('#cli/commands/own/save'), { params: { resource } }))
  own
    .command('delete')
    .description('Delete one')
    .argument('<id>', means, id)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/own/delete'), { params: { resource } }))
}

/** An option for each member that the user writes. */
function withOptions(command: Command, { written }: Resource, { isNew }: { isNew: boolean }) {
  for (const [name, member] of Object.entries<Member>(written)) {
    const { kind, description, writes } = member
    if (!isNew && writes!.update === false) continue
    const words = name.replaceAll('_', ' ')
    const value = kind === 'integer' ? '<id>' : kind === 'boolean' ? '<yes|no>' : '<text>'
    const option = new Option(`--${name.replaceAll('_', '-')} ${value}`, description ?? words)
    if (kind === 'integer') option.argParser(id)
    if (kind === 'boolean') option.choices(['yes', 'no'])
    const isNeeded = isNew && writes!.create === 'required'
    command.addOption(isNeeded ? askFor(option, words) : option)
  }
  return command
}
