import { Option, type Command } from 'commander'
import type { Dispatch } from '#cli/invocation'
import { addListOptions, id } from '#cli/grammar/options'

const means = 'id of the post'

export function addRevisionCommands(posts: Command, dispatch: Dispatch) {
  addListOptions(posts.command('revisions'))
    .description('List the revisions of a post, newest first')
    .argument('<post>', means, id)
    .action(dispatch(() => import('#cli/commands/posts/revisions')))
  posts
    .command('diff')
    .description('Show the changes of a revision, word by word')
    .argument('<post>', means, id)
    .argument('[number]', 'the revision (default: the newest one)', id)
    .addOption(
      new Option('--since <number>', 'compare with this one (default: the one before)').argParser(
        id
      )
    )
    .action(dispatch(() => import('#cli/commands/posts/diff')))
}
