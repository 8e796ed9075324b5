import type { Invocation } from '#cli/invocation'
import { showJob } from '#cli/show_job'

const changes = {
  retry: () => import('#actions/jobs/retry_job'),
  cancel: () => import('#actions/jobs/cancel_job'),
}

export default async function change({
  args,
  boot,
  output,
  params,
}: Invocation<{ change: keyof typeof changes }>) {
  await boot()
  const { default: Change } = await changes[params.change]()
  await showJob(await new Change().handle({ id: args[0]! }), output)
}
