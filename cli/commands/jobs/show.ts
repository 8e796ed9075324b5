import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { showJob } from '#cli/show_job'

export default async function show({ args, boot, output }: Invocation) {
  await boot()
  const { findJob } = await import('#queries/jobs/jobs')
  const job = await findJob(args[0]!)
  if (!job) throw new Failure('not_found', 'There is no such job.')
  await showJob(job, output)
}
