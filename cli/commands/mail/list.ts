import type { Invocation } from '#cli/invocation'
import { moment } from '#cli/resources/texts'
import type { Job } from '#queries/jobs/jobs'

export default async function list({ boot, options, output }: Invocation) {
  await boot()
  const { listJobs } = await import('#queries/jobs/jobs')
  const { state, limit } = options
  const mails = await listJobs({ queue: 'mail', state, limit })
  await output.show(mails, () =>
    mails.length === 0
      ? ''
      : output.table<Job>(mails, [
          { title: 'Mail', text: ({ id }) => id },
          { title: 'About', text: ({ data }) => data.kind },
          { title: 'State', text: (mail) => mail.state },
          { title: 'Failures', text: ({ failures }) => failures, align: 'right' },
          { title: 'Due', text: ({ due_at: due }) => moment(due) },
          { title: 'Last failure', text: ({ failure }) => failure?.message ?? '', elastic: true },
        ])
  )
  if (mails.length === 0) output.note('There are no such mails')
}
