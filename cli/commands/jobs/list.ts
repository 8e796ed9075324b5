import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/resources/texts'
import type { Job } from '#queries/jobs/jobs'

export default async function list({ boot, options, output }: Invocation) {
  await boot()
  const { listJobs } = await import('#queries/jobs/jobs')
  const { queue, state, limit } = options
  const jobs = await listJobs({ queue, state, limit })
  await output.show(jobs, () =>
    jobs.length === 0
      ? ''
      : output.table<Job>(jobs, [
          { title: 'Job', text: ({ id }) => id },
          { title: 'Queue', text: ({ queue: name }) => name },
          { title: 'For', text: ({ data }) => Object.values(data).join(' ') },
          { title: 'State', text: (job) => job.state },
          { title: 'Failures', text: ({ failures }) => failures, align: 'right' },
          { title: 'Due', text: ({ due_at: due }) => moment(due) },
        ])
  )
  if (jobs.length === 0) output.note('There are no such jobs')
}
