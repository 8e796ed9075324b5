import { Failure } from '#cli/failure'
import type { Invocation } from '#cli/invocation'
import { pathOf, view } from '#cli/resources/tokens'

export default async function revokeToken(invocation: Invocation) {
  const { args, options, output, transport: open } = invocation
  const [id] = args
  const { user, reason, dryRun } = options
  const transport = await open()
  const { body: tokens } = await transport.request('GET', pathOf(user))
  const token = tokens.find((one: { id: number }) => one.id === Number(id))
  if (!token) throw new Failure('not_found', `There is no token ${id}`)
  if (dryRun) {
    const dry = () => `Nothing was done. This would be revoked:\n${view(token, output)}`
    return output.show(token, dry, { dry_run: true })
  }
  await invocation.confirm(`Revoke the token "${token.name}"?`)
  await transport.request('DELETE', `${pathOf(user)}/${id}`, { query: { reason } })
  await output.show(token, () => `Revoked the token ${id}\n`)
}
