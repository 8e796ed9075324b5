import { Option, type Command } from 'commander'
import { jobId } from '#cli/grammar/jobs'
import { wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { jobStates } from '#domain/job'

const isLocal = true

export function addMailCommands(plaza: Command, dispatch: Dispatch) {
  const mail = plaza.command('mail').description('The outbox of mails')
  mail
    .command('list')
    .description('Mails that wait, are sent or failed, newest first')
    .addOption(new Option('--state <state>', 'only those in this state').choices(jobStates))
    .option('--limit <number>', 'how many at most', wholeNumber, 50)
    .action(dispatch(() => import('#cli/commands/mail/list'), { isLocal }))
  mail
    .command('show')
    .description('One mail, and what its last failure said')
    .argument('<id>', 'its id', jobId)
    .action(dispatch(() => import('#cli/commands/jobs/show'), { isLocal, params: mails }))
  mail
    .command('retry')
    .description('Send a mail that failed once more')
    .argument('<id>', 'its id', jobId)
    .action(
      dispatch(() => import('#cli/commands/jobs/change'), {
        isLocal,
        params: { change: 'retry', ...mails },
      })
    )
}

const mails = { queue: 'mail' }
