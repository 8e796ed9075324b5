import type { Invocation } from '#cli/invocation'
import { addressOf } from '#cli/resources/roles'

export default async function deleteRole(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const [name] = args
  const { successor, reason, dryRun } = options
  const transport = await open()
  const { body: role } = await transport.request('GET', addressOf(name))
  const fate = successor ? `its users become ${successor}` : 'no user has it'
  if (!dryRun) await invocation.confirm(`Delete the role ${name}; ${fate}?`)

  const query = { successor, reason, dry_run: dryRun ? 'true' : undefined }
  await transport.request('DELETE', addressOf(name), { query })
  const done = dryRun ? `Nothing was done. The role ${name} would be deleted` : `Deleted ${name}`
  await output.show(role, () => `${done}\n`, { dry_run: !!dryRun })
}
