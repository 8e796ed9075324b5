import type { Invocation } from '#cli/invocation'
import { path } from '#cli/resources/invites'

export default async function revokeInvite(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const [id] = args
  if (options.dryRun) {
    const dry = () => `Nothing was done. This would revoke the invite ${id}\n`
    return output.show({ id: Number(id) }, dry, { dry_run: true })
  }
  const transport = await open()
  await invocation.confirm(`Revoke the invite ${id}?`)
  await transport.request('DELETE', `${path}/${id}`)
  await output.show({ id: Number(id) }, () => `Revoked the invite ${id}\n`)
}
