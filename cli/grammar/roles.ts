import { InvalidArgumentError, Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { dryRunOption, names, reasonOption, role } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'name of the role'

export function addRoleCommands(plaza: Command, dispatch: Dispatch) {
  const roles = plaza.command('roles').description('Named sets of permissions')
  roles
    .command('list')
    .description('List roles, with what each may do')
    .action(dispatch(() => import('#cli/commands/roles/list')))
  roles
    .command('permissions')
    .description('List what roles are made of')
    .action(dispatch(() => import('#cli/commands/roles/permissions')))
  roles
    .command('show')
    .description('Show a role')
    .argument('<role>', means, role)
    .action(dispatch(() => import('#cli/commands/roles/show')))
  roles
    .command('create')
    .description('Create a role out of permissions that you have')
    .argument('<role>', 'its name: a-z, digits, _ and -', role)
    .addOption(askFor(rankOption(), 'Rank'))
    .addOption(askFor(permissionsOption(), 'Permissions'))
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/roles/save'), { params: { isEdit: false } }))
  roles
    .command('edit')
    .description('Change the permissions of a role, within a second')
    .argument('<role>', means, role)
    .addOption(rankOption())
    .addOption(permissionsOption())
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/roles/save'), { params: { isEdit: true } }))
  roles
    .command('delete')
    .description('Delete a role')
    .argument('<role>', means, role)
    .addOption(new Option('--successor <role>', 'the role that its users get').argParser(role))
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/roles/delete')))
}

const rankOption = () =>
  new Option('--rank <rank>', '0, or 1 to act on users of rank 0').argParser(rank)

const permissionsOption = () =>
  new Option('--permissions <names>', 'all that it may do, with commas between').argParser(names)

function rank(text: string): number {
  if (!/^[01]$/.test(text)) throw new InvalidArgumentError('A rank is 0 or 1.')
  return Number(text)
}
