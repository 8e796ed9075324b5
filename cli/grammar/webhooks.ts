import { InvalidArgumentError, Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { addListOptions, count, dryRunOption, id, names, wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { deliveryStates, eventTypes, webhookTypes } from '#domain/webhook'

const means = 'id of the webhook'
const subject = 'webhooks'

/** Addresses that are told of events. */
export function addWebhookCommands(plaza: Command, dispatch: Dispatch) {
  const webhooks = plaza.command('webhooks').description('Addresses that are told of events')
  addListOptions(webhooks.command('list'))
    .description('List webhooks, oldest first')
    .addOption(new Option('--sort <order>', 'the order').choices(['old', 'new']))
    .action(
      dispatch(() => import('#cli/commands/list'), {
        params: { subject, parameters: { sort: 'sort' } },
      })
    )
  webhooks
    .command('show')
    .description('Show a webhook')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/show'), { params: { subject } }))
  webhooks
    .command('create')
    .description('Make a webhook; its secret is shown once')
    .addOption(askFor(new Option('--url <address>', 'where to'), 'Address'))
    .addOption(askFor(typesOption(), 'Types (post.published …)'))
    .action(dispatch(() => import('#cli/commands/webhooks/save')))
  webhooks
    .command('update')
    .description('Change a webhook, or switch it off or on')
    .argument('<id>', means, id)
    .option('--url <address>', 'where to')
    .addOption(typesOption())
    .addOption(new Option('--enabled <on|off>', 'whether it is told').argParser(switched))
    .action(dispatch(() => import('#cli/commands/webhooks/save')))
  webhooks
    .command('rotate')
    .description('Make another secret; the former one is valid for a day')
    .argument('<id>', means, id)
    .action(dispatch(() => import('#cli/commands/webhooks/rotate')))
  webhooks
    .command('delete')
    .description('Delete a webhook, with what it was told')
    .argument('<id>', means, id)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/webhooks/delete')))
  webhooks
    .command('ping')
    .description('Send a test to a webhook')
    .argument('<id>', means, id)
    .action(
      dispatch(() => import('#cli/commands/webhooks/ping'), {
        params: { addressOf: (of: string) => `/${of}/pings` },
      })
    )
  addListOptions(webhooks.command('deliveries'))
    .description('List what a webhook was told, newest first')
    .argument('<id>', means, id)
    .addOption(new Option('--state <state>', 'only those in this state').choices(deliveryStates))
    .addOption(new Option('--type <type>', 'only those of this type').choices(eventTypes))
    .action(dispatch(() => import('#cli/commands/webhooks/deliveries')))
  webhooks
    .command('retry')
    .description('Tell a webhook once more')
    .argument('<id>', 'id of the delivery', id)
    .action(
      dispatch(() => import('#cli/commands/webhooks/ping'), {
        params: { addressOf: (of: string) => `/deliveries/${of}/retries` },
      })
    )
  webhooks
    .command('listen')
    .description('Print what arrives on a port of this machine, verified')
    .addOption(askFor(new Option('--secret <secret>', 'of the webhook: whsec_…'), 'Secret'))
    .option('--port <number>', 'where to listen; 0: any that is free', count, 4000)
    .option('--count <number>', 'end after so many messages', wholeNumber)
    .action(dispatch(() => import('#cli/commands/webhooks/listen'), { isLocal: true }))
}

const typesOption = () =>
  new Option('--types <names>', `what it is told of: ${webhookTypes.join(', ')}`).argParser(names)

function switched(text: string): boolean {
  if (text === 'on' || text === 'off') return text === 'on'
  throw new InvalidArgumentError('It is on or off.')
}
