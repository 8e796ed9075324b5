import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { showJob } from '#cli/show_job'

/** @param params `queue`: the only queue to look in */
export default async function show({
  args,
  boot,
  output,
  params,
}: Invocation<{ queue?: string } | undefined>) {
  await boot()
  const { findJob } = await import('#queries/jobs/jobs')
  const job = await findJob(args[0]!)
  const { queue = job?.queue } = params ?? {}
  if (!job || job.queue !== queue) {
    throw new Failure('not_found', `There is no such ${params?.queue ?? 'job'}.`)
  }
  await showJob(job, output)
}
