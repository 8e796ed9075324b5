import type { Invocation } from '#cli/invocation'
import { path } from '#cli/resources/views'

export default async function deleteView(invocation: Invocation) {
  const { args, output, transport: open } = invocation
  const address = `${path}/${args[0]}`
  const transport = await open()
  const { body: view } = await transport.request('GET', address)
  await invocation.confirm(`Delete the view "${view.name}"?`)
  await transport.request('DELETE', address)
  await output.show(view, () => `Deleted the view ${args[0]}\n`)
}
