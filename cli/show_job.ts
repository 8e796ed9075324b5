import type { Output } from '#cli/output/output'
import { moment } from '#cli/resources/texts'
import type { Job } from '#queries/jobs/jobs'

const when = (time: string | null) => (time === null ? null : moment(time))

/** Writes one job. */
export const showJob = (job: Job, output: Output) =>
  output.details(job, [
    ['Job', job.id],
    ['Queue', job.queue],
    [
      'For',
      Object.entries(job.data)
        .map(([name, value]) => `${name} ${value}`)
        .join(', '),
    ],
    ['State', job.state],
    ['Failures', job.failures],
    ['Queued', when(job.created_at)],
    ['Due', when(job.due_at)],
    ['Started', when(job.started_at)],
    ['Ended', when(job.ended_at)],
    ['Last failure', job.failure?.message ?? null],
  ])
