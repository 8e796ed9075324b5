import type { Invocation } from '#cli/invocation'
import { showJob } from '#cli/show_job'

const changes = {
  retry: () => import('#actions/jobs/retry_job'),
  cancel: () => import('#actions/jobs/cancel_job'),
}

export default async function change({
  args,
  boot,
  options,
  output,
  params,
  terminal,
}: Invocation<{ change: keyof typeof changes }>) {
  await boot()
  const { originOf } = await import('#cli/actor')
  const { default: Change } = await changes[params.change]()
  const origin = await originOf(terminal, options)
  await showJob(await new Change().handle({ id: args[0]!, origin }), output)
}
