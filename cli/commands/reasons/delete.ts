import type { Invocation } from '#cli/invocation'
import { path } from '#cli/resources/reasons'

export default async function deleteReason(invocation: Invocation) {
  const { args, output, transport: open } = invocation
  const address = `${path}/${args[0]}`
  const transport = await open()
  const { body: reason } = await transport.request('GET', address)
  await invocation.confirm(`Delete the reason "${reason.title}"?`)
  await transport.request('DELETE', address)
  await output.show(reason, () => `Deleted the reason ${args[0]}\n`)
}
