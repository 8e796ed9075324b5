import type { Command } from 'commander'
import { resolutions } from '#cli/report_resolutions'
import { dryRunOption, id, neededReason, reasonOption, user } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'

const means = 'id of the report'

export function addReportCommands(reports: Command, dispatch: Dispatch) {
  reports
    .command('next')
    .description('Go through the open reports, oldest first, and decide each')
    .action(dispatch(() => import('#cli/commands/reports/next')))
  reports
    .command('assign')
    .description('Assign a report to a member of staff')
    .argument('<id>', means, id)
    .argument('[staff]', 'id, user name or e-mail (default: you)', user)
    .option('--none', 'remove the assignee')
    .addOption(reasonOption())
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/reports/assign')))
  for (const resolution of resolutions) {
    reports
      .command(resolution.name)
      .description(resolution.description)
      .argument('<id>', means, id)
      .addOption(neededReason())
      .addOption(dryRunOption())
      .action(dispatch(() => import('#cli/commands/reports/close'), { params: resolution }))
  }
}
