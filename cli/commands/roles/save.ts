import type { Invocation } from '#cli/invocation'
import { addressOf, path, view } from '#cli/resources/roles'

interface Params {
  isEdit: boolean
}

export default async function saveRole(invocation: Invocation<Params>) {
  const { args, options, output, params, transport: open } = invocation
  const { rank, permissions, reason, dryRun } = options
  const transport = await open()
  const body = { rank, permissions, reason, dry_run: dryRun }
  const { body: role } = params.isEdit
    ? await transport.request('PATCH', addressOf(args[0]), { body })
    : await transport.request('POST', path, { body: { name: args[0], ...body } })
  const heading = dryRun ? 'Nothing was done. The role would be:\n' : ''
  await output.show(role, () => heading + view(role, output), { dry_run: !!dryRun })
}
