import { Option, type Command } from 'commander'
import { askFor } from '#cli/grammar/asking'
import { dryRunOption, id } from '#cli/grammar/options'
import { acceptedZoned } from '#cli/moment'
import type { Dispatch } from '#cli/invocation'
import { missedPolicies } from '#domain/post_status'

const means = 'id of the post'

const zoneOption = () =>
  new Option('--zone <zone>', 'IANA time zone in which the times are meant, such as Europe/Berlin')
const forceOption = () =>
  new Option('--force', 'publish its working copy over a later edit of the post')
const untilOption = () => new Option('--until <when>', `when it ends by itself: ${acceptedZoned}`)

export function addPublicationCommands(posts: Command, dispatch: Dispatch) {
  const set = dispatch(() => import('#cli/commands/posts/set_publication'))
  posts
    .command('publish')
    .description('Publish a post now, with its working copy')
    .argument('<id>', means, id)
    .addOption(untilOption())
    .addOption(zoneOption())
    .addOption(forceOption())
    .addOption(dryRunOption())
    .action(set)
  posts
    .command('schedule')
    .description('Publish a post at a time, with its working copy')
    .argument('<id>', means, id)
    .addOption(askFor(new Option('--at <when>', `when: ${acceptedZoned}`), 'When'))
    .addOption(untilOption())
    .addOption(zoneOption())
    .addOption(
      new Option('--on-missed <policy>', 'if it could not be published in time').choices(
        missedPolicies
      )
    )
    .addOption(forceOption())
    .addOption(dryRunOption())
    .action(set)
  posts
    .command('unpublish')
    .description('Take a post back, or cancel its schedule')
    .argument('<id>', means, id)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/posts/unpublish')))
  posts
    .command('trash')
    .description('Put a post of your own into the trash')
    .argument('<id>', means, id)
    .addOption(dryRunOption())
    .action(dispatch(() => import('#cli/commands/posts/trash')))
}
