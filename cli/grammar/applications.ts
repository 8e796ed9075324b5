import type { Command } from 'commander'
import { addListOptions, id, neededReason, reasonOption } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'id of the application'

export function addApplicationCommands(plaza: Command, dispatch: Dispatch) {
  const applications = plaza
    .command('applications')
    .description('Sign-ups that wait for a decision, with SIGNUP=approval')
  const subject = 'applications'
  addListOptions(applications.command('list'))
    .description('List them, oldest first')
    .action(dispatch(() => import('#cli/commands/list'), { params: { subject, parameters: {} } }))
  applications
    .command('show')
    .description('Show an application')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  applications
    .command('approve')
    .description('Make the account, and tell its user')
    .argument('<id>', means, id)
    .addOption(reasonOption())
    .action(
      dispatch(() => import('#cli/commands/applications/decide'), {
        params: { noun: 'approval', done: 'Approved' },
      })
    )
  applications
    .command('reject')
    .description('Delete it, and tell the applicant why')
    .argument('<id>', means, id)
    .addOption(neededReason())
    .action(
      dispatch(() => import('#cli/commands/applications/decide'), {
        params: { noun: 'rejection', done: 'Rejected' },
      })
    )
}
