import { InvalidArgumentError, Option, type Command } from 'commander'
import { wholeNumber } from '#cli/grammar/options'
import type { Dispatch } from '#cli/invocation'
import { queues } from '#queue/queues'
import { jobStates } from '#domain/job'

const isLocal = true

export function addJobCommands(plaza: Command, dispatch: Dispatch) {
  const jobs = plaza.command('jobs').description('The work in the background')
  jobs
    .command('list')
    .description('Jobs that wait, run or failed, the newest first')
    .addOption(
      new Option('--queue <name>', 'only those of this queue').choices(
        queues.map(({ name }) => name)
      )
    )
    .addOption(new Option('--state <state>', 'only those in this state').choices(jobStates))
    .option('--limit <number>', 'how many at most', wholeNumber, 50)
    .action(dispatch(() => import('#cli/commands/jobs/list'), { isLocal }))
  jobs
    .command('show')
    .description('One job, and what its last failure said')
    .argument('<id>', 'its id', jobId)
    .action(dispatch(() => import('#cli/commands/jobs/show'), { isLocal }))
  jobs
    .command('retry')
    .description('Queue a job that failed or was cancelled once more')
    .argument('<id>', 'its id', jobId)
    .action(
      dispatch(() => import('#cli/commands/jobs/change'), { isLocal, params: { change: 'retry' } })
    )
  jobs
    .command('cancel')
    .description('Keep a job from running; retry takes that back')
    .argument('<id>', 'its id', jobId)
    .action(
      dispatch(() => import('#cli/commands/jobs/change'), { isLocal, params: { change: 'cancel' } })
    )
}

export function jobId(text: string): string {
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text)) {
    throw new InvalidArgumentError('It is the id of a job: plaza jobs list.')
  }
  return text
}
