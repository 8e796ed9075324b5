import { batchOf } from '#cli/bulk/batch'
import type { Invocation } from '#cli/invocation'
import { view } from '#cli/resources/batches'

export default async function cancel({ args, transport: open, output, terminal }: Invocation) {
  const transport = await open()
  const { id } = await batchOf(args[0], transport, terminal)
  const { body } = await transport.request('POST', `/admin/batches/${id}/cancel`)
  await output.show(body, () => view(body, output))
}
