import { InvalidArgumentError, Option, type Command } from 'commander'
import { bulkCommands } from '#cli/bulk/actions'
import { filters } from '#cli/grammar/filters'
import {
  addListOptions,
  confirmOption,
  dryRunOption,
  neededReason,
  outputOption,
  untilOption,
} from '#cli/grammar/options'
import { namesOf, parseQuery } from '#cli/grammar/query'
import { staffCommands, type StaffCommand } from '#cli/staff_commands'
import type { Dispatch } from '#cli/invocation'

export function addBulkCommands(plaza: Command, dispatch: Dispatch) {
  const bulk = plaza.command('bulk').description('Apply one action to many targets, by a plan')
  bulk
    .command('plan')
    .description('Write a plan of what an action would change; changes nothing')
    .addOption(queryOption('posts'))
    .addOption(queryOption('comments'))
    .addOption(queryOption('users'))
    .addOption(queryOption('media'))
    .addOption(actionOption())
    .addOption(neededReason())
    .addOption(untilOption())
    .addOption(outputOption())
    .action(dispatch(() => import('#cli/commands/bulk/plan')))
  bulk
    .command('apply')
    .description('Carry out a plan; run it again to continue after an interruption')
    .argument('<plan>', 'file of the plan, or - for standard input, with --yes')
    .addOption(confirmOption('the number of rows in the plan, if it has more than 100'))
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/bulk/apply')))
  bulk
    .command('show')
    .description('Show the results of a batch, and the rest of its plan')
    .argument('<batch>', 'id of the batch, or file of its plan')
    .action(dispatch(() => import('#cli/commands/bulk/show')))
  const list = addListOptions(bulk.command('list')).description('List the batches of all staff')
  for (const filter of Object.values(filters.batches)) list.addOption(filter)
  const parameters = Object.fromEntries(
    Object.entries(filters.batches).map(([name, option]) => [name, option.attributeName()])
  )
  list.action(
    dispatch(() => import('#cli/commands/list'), { params: { subject: 'batches', parameters } })
  )
  bulk
    .command('cancel')
    .description('Stop an open or running batch; its finished actions stay')
    .argument('<batch>', 'id of the batch, or file of its plan')
    .action(dispatch(() => import('#cli/commands/bulk/cancel')))
  bulk
    .command('undo')
    .description('Undo a batch; run it again to continue after an interruption')
    .argument('<batch>', 'id of the batch, or file of its plan')
    .addOption(neededReason())
    .addOption(confirmOption('the number of rows of the batch, if it has more than 100'))
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/bulk/undo')))
}

function queryOption(subject: StaffCommand['subject']) {
  const { sort, ...known } = filters[subject]
  const description = `${subject} that match name:value filters, such as since:2d; names: ${namesOf(known)}`
  return new Option(`--${subject} <query>`, description).argParser((text) =>
    parseQuery(known, text)
  )
}

function actionOption() {
  const names = bulkCommands.map(({ action }) => action).join(', ')
  return new Option('--action <name>', names).makeOptionMandatory().argParser((name) => {
    if (bulkCommands.some(({ action }) => action === name)) return name
    const single = staffCommands.find(({ action }) => action === name)
    throw new InvalidArgumentError(
      single
        ? `A plan can't contain it. Do it one by one: plaza ${single.subject} ${single.name}.`
        : `Choose one of ${names}.`
    )
  })
}
