import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { showJob } from '#cli/show_job'

const changes = {
  retry: () => import('#actions/jobs/retry_job'),
  cancel: () => import('#actions/jobs/cancel_job'),
}

export default async function changeJob({
  args,
  boot,
  options,
  output,
  params,
  terminal,
}: Invocation<{ change: keyof typeof changes; queue?: string }>) {
  await boot()
  const { findJob } = await import('#queries/jobs/jobs')
  const { change, queue } = params
  if (queue && (await findJob(args[0]!))?.queue !== queue) {
    throw new Failure('not_found', `There is no such ${queue}.`)
  }
  const { originOf } = await import('#cli/actor')
  const { default: Change } = await changes[change]()
  const origin = await originOf(terminal, options)
  await showJob(await new Change().handle({ id: args[0]!, origin }), output)
}
